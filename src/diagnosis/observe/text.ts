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

/** The last lines before `span` that hold words, latest first, within what is in memory. */
export function linesBefore(span: RecordSpan, count: number): EarlierLine[] {
  const lines: EarlierLine[] = [];
  let end = span.start;
  for (let above = 1; end > span.floor && lines.length < count && above <= 3 * count; above++) {
    const feed = span.bytes.lastIndexOf(10, end - 2);
    const start = feed < span.floor ? span.floor : feed + 1;
    const text = decode(span.bytes, start, Math.min(end, start + 4096));
    if (/[\p{L}\p{N}]{2}/u.test(text)) lines.push({ text, above });
    end = start;
  }
  return lines;
}
