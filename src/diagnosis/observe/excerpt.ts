/** Longest excerpt of a report, in characters. */
export const EXCERPT_LIMIT = 500;
const HEAD_LIMIT = 200;

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
  const start = lineBreakBefore(text, at) + 1;
  const end = lineBreakAfter(text, at);
  const linesDown = countBreaks(text, start);
  if (linesDown === 0) return { excerpt: own(window(text, start, end, at, EXCERPT_LIMIT)), linesDown };
  const firstEnd = lineBreakAfter(text, 0);
  const head = text.slice(0, Math.min(firstEnd, HEAD_LIMIT)).trimEnd();
  const line = window(text, start, end, at, EXCERPT_LIMIT - head.length - 1);
  return { excerpt: own(`${head}\n${line}`), linesDown };
}

function window(text: string, start: number, end: number, at: number, limit: number): string {
  if (end - start <= limit) return text.slice(start, end).trimEnd();
  const from = Math.max(start, Math.min(at - Math.floor(limit / 4), end - limit + 1));
  const cut = text.slice(from, from + limit - 2);
  return `${from > start ? '…' : ''}${cut}…`;
}

function lineBreakBefore(text: string, at: number): number {
  for (let index = at - 1; index >= 0; index--) if (isBreak(text.charCodeAt(index))) return index;
  return -1;
}

function lineBreakAfter(text: string, at: number): number {
  for (let index = at; index < text.length; index++) if (isBreak(text.charCodeAt(index))) return index;
  return text.length;
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function countBreaks(text: string, end: number): number {
  let breaks = 0;
  for (let index = text.indexOf('\n'); index >= 0 && index < end; index = text.indexOf('\n', index + 1)) breaks++;
  return breaks;
}

/** A copy that does not keep the whole record alive. */
function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');
}
