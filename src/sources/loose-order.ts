import { parseLogName } from './log-name.ts';
import { compareRolls } from './log-series.ts';
import { LOG_NAMES } from './loose-names.ts';
import type { Source } from './source.ts';

/** Puts loose files into the order of reading: state, logs by their names and rolls, outputs by their age. */
export function compareLoose(a: Source, b: Source): number {
  return rankOf(a) - rankOf(b) || (a.kind === 'step-output' ? compareOutputs(a, b) : compareLogs(a, b));
}

function rankOf({ kind }: Source): number {
  if (kind === 'step-output') return 2;
  return kind.endsWith('-log') ? 1 : 0;
}

function compareOutputs(a: Source, b: Source): number {
  const [run, other] = [a.output?.documentId ?? '', b.output?.documentId ?? ''];
  if (run === other && a.output?.stream !== b.output?.stream) return a.output?.stream === 'stdout' ? -1 : 1;
  return a.entry.modified - b.entry.modified || compareTexts(a.path, b.path);
}

function compareLogs(a: Source, b: Source): number {
  const [one, other] = [nameOf(a), nameOf(b)];
  const [log, otherLog] = [parseLogName(one.file, LOG_NAMES), parseLogName(other.file, LOG_NAMES)];
  const byLog = LOG_NAMES.indexOf(log?.log ?? '') - LOG_NAMES.indexOf(otherLog?.log ?? '');
  if (one.folder !== other.folder || byLog !== 0) return compareTexts(one.folder, other.folder) || byLog;
  if (log !== null && otherLog !== null) return compareRolls(log, otherLog, 1);
  return compareTexts(one.file, other.file);
}

function nameOf({ shown }: Source): { folder: string; file: string } {
  const at = shown.lastIndexOf('/') + 1;
  return { folder: shown.slice(0, at), file: shown.slice(at) };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
