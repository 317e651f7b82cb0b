import type { OpenFile } from '../../platform/files.ts';
import { bytesOf } from './bytes.ts';

const LINE_FEED = 10;
const STEP = 64 * 1024;

/** Line feeds in these bytes. */
export function countIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}

/** Line feeds in the first `end` bytes of a file. */
export function countLines(file: OpenFile, end: number): number {
  let count = 0;
  for (let from = 0; from < end; from += STEP)
    count += countIn(bytesOf(file, from, Math.min(end, from + STEP)));
  return count;
}

/** The end of the last line that is complete within the first `end` bytes of a file; 0 where there is none. */
export function endOfLines(file: OpenFile, end: number): number {
  for (let to = end; to > 0; to -= Math.min(to, STEP)) {
    const from = Math.max(0, to - STEP);
    const feed = bytesOf(file, from, to).lastIndexOf(LINE_FEED);
    if (feed >= 0) return from + feed + 1;
  }
  return 0;
}
