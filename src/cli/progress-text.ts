import { numberText } from '../reporters/wording/words.ts';

/** How far the reading is. A total of 0 is not known. */
export interface ProgressState {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly elapsedMs: number;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
/** Earlier than this an estimate says nothing. */
const ESTIMATE_FROM_MS = 500;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/**
 * One line of ASCII, at most `width` columns, such as `reading 812 of 4,007 files, 92 of 200 MB, 1 s left`. Where it
 * is narrow the later parts go first.
 */
export function progressText(state: ProgressState, width: number): string {
  const parts = [filesText(state), bytesText(state), leftText(state)].filter((part) => part !== '');
  for (let count = parts.length; count > 1; count--) {
    const text = parts.slice(0, count).join(', ');
    if (text.length <= width) return text;
  }
  return (parts[0] ?? '').slice(0, Math.max(0, width));
}

function filesText({ files, totalFiles }: ProgressState): string {
  if (files > totalFiles) return `reading ${numberText(files)} ${files === 1 ? 'file' : 'files'}`;
  return `reading ${numberText(files)} of ${numberText(totalFiles)} ${totalFiles === 1 ? 'file' : 'files'}`;
}

function bytesText({ bytes, totalBytes }: ProgressState): string {
  const isBounded = bytes <= totalBytes;
  const unit = unitOf(isBounded ? totalBytes : bytes);
  const done = inUnit(bytes, unit);
  return isBounded ? `${done} of ${inUnit(totalBytes, unit)} ${UNITS[unit]}` : `${done} ${UNITS[unit]}`;
}

/** Index of the unit in which a size has one to three digits, in powers of 1000. */
function unitOf(bytes: number): number {
  let unit = 0;
  while (bytes / 1000 ** unit >= 999.5 && unit < UNITS.length - 1) unit++;
  return unit;
}

function inUnit(bytes: number, unit: number): string {
  const size = bytes / 1000 ** unit;
  return unit > 0 && size > 0 && size < 9.95 ? size.toFixed(1) : String(Math.round(size));
}

/** The rest takes as long per byte as what was read. */
function leftText({ bytes, totalBytes, elapsedMs }: ProgressState): string {
  if (bytes <= 0 || bytes > totalBytes || elapsedMs < ESTIMATE_FROM_MS) return '';
  const seconds = Math.max(1, Math.ceil((elapsedMs * (totalBytes - bytes)) / bytes / 1000));
  if (seconds < 2 * MINUTE_S) return `${seconds} s left`;
  if (seconds < 2 * HOUR_S) return `${Math.round(seconds / MINUTE_S)} min left`;
  return `${numberText(Math.round(seconds / HOUR_S))} h left`;
}
