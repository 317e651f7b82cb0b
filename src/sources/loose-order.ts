import { parseLogName } from './log-name.ts';
import { compareRolls } from './log-series.ts';
import { LOG_NAMES } from './loose-names.ts';
import { inWritingOrder } from './run-order.ts';
import type { Source, SourceKind } from './source.ts';

/** Puts loose files into the order of reading: state, logs by their names and rolls, outputs run by run. */
export function inReadingOrder(sources: readonly Source[]): Source[] {
  const runs = byRun(sources).map(inWritingOrder);
  const logs = sources.filter(({ kind }) => isLog(kind)).sort(compareLogs);
  const state = sources.filter(({ kind }) => kind !== 'step-output' && !isLog(kind));
  return [
    ...state.sort((a, b) => compareTexts(a.shown, b.shown)),
    ...logs,
    ...runs.sort((a, b) => startOf(a) - startOf(b)).flat(),
  ];
}

function byRun(sources: readonly Source[]): Source[][] {
  const runs = new Map<string, Source[]>();
  for (const source of sources) {
    if (source.output === null) continue;
    const key = `${source.output.documentId}/${source.output.runId}`;
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [source]);
    else run.push(source);
  }
  return [...runs.values()];
}

function isLog(kind: SourceKind): boolean {
  return kind.endsWith('-log');
}

/** A run is as old as the first of its files. */
function startOf(outputs: readonly Source[]): number {
  return Math.min(...outputs.map((source) => source.entry.modified));
}

function compareLogs(a: Source, b: Source): number {
  const [one, other] = [nameOf(a), nameOf(b)];
  const [log, otherLog] = [parseLogName(one.file, LOG_NAMES), parseLogName(other.file, LOG_NAMES)];
  const byLog = LOG_NAMES.indexOf(log?.log ?? '') - LOG_NAMES.indexOf(otherLog?.log ?? '');
  if (one.folder !== other.folder || byLog !== 0) return compareTexts(one.folder, other.folder) || byLog;
  if (log === null || otherLog === null) return compareTexts(one.file, other.file);
  // Only the agent's own logger counts up; the logs of the system are rotated.
  return compareRolls(log, otherLog, a.kind === 'system-log' || a.kind === 'package-log' ? -1 : 1);
}

function nameOf({ shown }: Source): { folder: string; file: string } {
  const at = shown.lastIndexOf('/') + 1;
  return { folder: shown.slice(0, at), file: shown.slice(at) };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
