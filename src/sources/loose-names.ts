import { AGENT_LOGS } from './agent-logs.ts';
import { JOURNAL_EXPORT } from './journal-export.ts';
import type { OtherLogs } from './layout.ts';
import { LINUX } from './layout-linux.ts';
import { MACOS } from './layout-macos.ts';
import { WINDOWS } from './layout-windows.ts';
import { parseLogName } from './log-name.ts';
import type { SourceKind } from './source.ts';

const OTHERS = [LINUX, MACOS, WINDOWS].flatMap((layout) => layout.otherLogs);
const LOGS: readonly { readonly name: string; readonly kind: SourceKind }[] = [
  ...AGENT_LOGS,
  ...OTHERS.flatMap(({ kind, names }: OtherLogs) => names.map((name) => ({ name, kind }))),
];

/** Names of logs, each before those that come after it in the order of reading. */
export const LOG_NAMES: readonly string[] = LOGS.map((log) => log.name);

/** What a file is by a name that only it has, wherever it lies; null when its content has to tell. */
export function kindOfName(name: string): SourceKind | null {
  const log = parseLogName(name, LOG_NAMES)?.log;
  if (log !== undefined) return LOGS.find((candidate) => candidate.name === log)?.kind ?? null;
  if (JOURNAL_EXPORT.test(name)) return 'system-log';
  return /std(?:out|err)/i.test(name) ? 'step-output' : null;
}
