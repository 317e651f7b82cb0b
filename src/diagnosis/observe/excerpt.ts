import { redact } from '../redaction.ts';

/** Longest excerpt of a report, in characters. */
export const EXCERPT_LIMIT = 500;
const HEAD_LIMIT = 200;
/** How far a secret may reach behind its name. */
const NAME_REACH = 1000;
const KEPT_ALIVE = 4096;

export interface Quote {
  readonly excerpt: string;
  /** Lines between the start of the record and the line that is quoted. */
  readonly linesDown: number;
}

/**
 * Quotes the line of `text` that holds `at`; when it is not the first of its record, the beginning of the first
 * stands before it. A long line is cut around the match.
 */
export function quote(text: string, at: number): Quote {
  if (text.length <= EXCERPT_LIMIT && !text.includes('\n') && !text.includes('\r'))
    return { excerpt: text.trimEnd(), linesDown: 0 };
  const start = lineBreakBefore(text, at) + 1;
  const end = lineBreakAfter(text, at);
  const linesDown = countBreaks(text, start);
  if (linesDown === 0) return { excerpt: own(window(text, start, end, at, EXCERPT_LIMIT), text), linesDown };
  const firstEnd = lineBreakAfter(text, 0);
  const head = whole(text.slice(0, Math.min(firstEnd, HEAD_LIMIT))).trimEnd();
  const line = window(text, start, end, at, EXCERPT_LIMIT - head.length - 1);
  return { excerpt: own(`${head}\n${line}`, text), linesDown };
}

function window(text: string, start: number, end: number, at: number, limit: number): string {
  if (end - start <= limit) return text.slice(start, end).trimEnd();
  // The cut must not part a secret from the name that gives it away.
  const wideStart = Math.max(start, at - limit - NAME_REACH);
  const wide = text.slice(wideStart, Math.min(end, at + limit));
  const clean = redact(wide);
  if (clean === wide) return cutAround(text, start, end, at, limit);
  const place = redact(wide.slice(0, at - wideStart)).length;
  return cutAround(clean, 0, clean.length, Math.min(place, clean.length), limit);
}

function cutAround(text: string, start: number, end: number, at: number, limit: number): string {
  if (end - start <= limit) return text.slice(start, end).trimEnd();
  const from = Math.max(start, Math.min(at - Math.floor(limit / 4), end - limit + 1));
  const cut = text.slice(from, from + limit - 2);
  return `${from > start ? '…' : ''}${whole(cut)}…`;
}

/** Without the half of a character that a cut leaves. */
export function whole(cut: string): string {
  const from = (cut.charCodeAt(0) & 0xfc00) === 0xdc00 ? 1 : 0;
  const to = (cut.charCodeAt(cut.length - 1) & 0xfc00) === 0xd800 ? cut.length - 1 : cut.length;
  return cut.slice(from, to);
}

function lineBreakBefore(text: string, at: number): number {
  return at === 0 ? -1 : Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1));
}

function lineBreakAfter(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  const line = feed < 0 ? text.length : feed;
  const carriage = text.indexOf('\r', at);
  return carriage >= 0 && carriage < line ? carriage : line;
}

function countBreaks(text: string, end: number): number {
  let breaks = 0;
  for (let index = text.indexOf('\n'); index >= 0 && index < end; index = text.indexOf('\n', index + 1))
    breaks++;
  return breaks;
}

/** A copy where the quote would keep a long record alive. */
function own(text: string, record: string): string {
  return record.length < KEPT_ALIVE ? text : Buffer.from(text, 'utf8').toString('utf8');
}
