import { RECORD_LIMIT } from '../scan/boundaries.ts';
import type { RecordSpan } from '../scan/scanner.ts';

/** The text of a record without its last line break; invalid bytes become U+FFFD. */
export function textOf(span: RecordSpan): string {
  return decode(span.bytes, span.start, Math.min(span.end, span.start + RECORD_LIMIT));
}

/** Text of [start, end) without line breaks at its end. */
export function decode(bytes: Buffer, start: number, end: number): string {
  let stop = end;
  while (stop > start && (bytes[stop - 1] === 10 || bytes[stop - 1] === 13)) stop--;
  return bytes.toString('utf8', start, stop);
}

export interface EarlierLine {
  readonly text: string;
  /** How many lines above. */
  readonly above: number;
}

/** Longest beginning of an earlier line that is looked at, in bytes. */
const EARLIER_LINE = 4096;

/** The last lines before `span` that hold words, latest first, within what is in memory. */
export function linesBefore(span: RecordSpan, count: number): EarlierLine[] {
  const lines: EarlierLine[] = [];
  walkBack(span, count, (text, above) => lines.push({ text, above }));
  return lines;
}

/** Where the first line begins that `linesBefore` looks at. */
export function startOfLinesBefore(span: RecordSpan, count: number): number {
  return walkBack(span, count, () => undefined);
}

function walkBack(span: RecordSpan, count: number, found: (text: string, above: number) => void): number {
  let end = span.start;
  let worded = 0;
  for (let above = 1; end > span.floor && worded < count && above <= 3 * count; above++) {
    const feed = span.bytes.lastIndexOf(10, end - 2);
    const start = feed < span.floor ? span.floor : feed + 1;
    const text = decode(span.bytes, start, Math.min(end, start + EARLIER_LINE));
    if (/[\p{L}\p{N}]{2}/u.test(text)) {
      worded += 1;
      found(text, above);
    }
    end = start;
  }
  return end;
}
