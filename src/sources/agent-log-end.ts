import { parseAgentRecord } from '../../parsers/agent-log/record.ts';
import { type Files, FilesError } from '../platform/files.ts';
import { AGENT_LOGS, agentLogs } from './agent-logs.ts';
import { baseOf } from './base.ts';
import { layoutOf } from './layout.ts';
import { collectSeries } from './log-series.ts';
import { readSettings } from './settings.ts';
import type { Source, TreeOptions } from './source.ts';
import { Tree } from './tree.ts';

/** More than the longest stack trace that ends a log. */
const TAIL = 64 * 1024;
/** The log says its local time without its zone; none is further ahead of UTC. */
const FURTHEST_ZONE = 14 * 3_600_000;

/**
 * The time up to which the agent of a copied tree surely ran: that of the last record of its logs, less what its zone
 * may be ahead (milliseconds since 1970, UTC). Null when no record tells.
 */
export function agentLogEnd(options: TreeOptions): number | null {
  let end: number | null = null;
  for (const source of logsOf(options)) {
    const time = source.kind === 'agent-log' ? lastTimeIn(options.files, source) : null;
    if (time !== null && (end === null || time > end)) end = time;
  }
  return end;
}

function logsOf(options: TreeOptions): Source[] {
  const base = baseOf(options);
  const tree = new Tree(options.files, base.place, options.platform === 'windows');
  if (!base.hasLayout) return collectSeries(tree, tree.folder(base.place), AGENT_LOGS, null);
  const layout = layoutOf(options.platform);
  return agentLogs(tree, tree.firstFolder(layout.logs), readSettings(tree, layout).movedLogs, null);
}

function lastTimeIn(files: Files, source: Source): number | null {
  for (const line of tailOf(files, source).split('\n').reverse()) {
    const { at, clock } = parseAgentRecord(line);
    if (at !== null) return clock === 'utc' ? at : at - FURTHEST_ZONE;
  }
  return null;
}

/** What is refused here is said when the file is read. */
function tailOf(files: Files, { path, entry }: Source): string {
  const bytes = Buffer.alloc(Math.min(TAIL, entry.size));
  try {
    const file = files.open(path);
    try {
      return bytes.toString('latin1', 0, file.read(bytes, entry.size - bytes.length));
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FilesError) return '';
    throw error;
  }
}
