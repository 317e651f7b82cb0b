import { printable } from '../wording/printable.ts';

/**
 * A word that no Markdown dialect and no ticket system gives a meaning: letters and digits, joined inside by a
 * hyphen, an apostrophe or a slash, or a number, version or time of day; quiet punctuation around it.
 */
const PLAIN_WORD =
  /^[("']{0,3}(?:[\p{L}\p{N}]+(?:[-'’/][\p{L}\p{N}]+)*|\d+(?:[.,]\d+)+|\d\d(?::\d\d){1,2}Z?)[)"']{0,3}[.,;:?!]?[)"']?$/u;
/** Numbers of lists, keys of tickets, ids of commits: plain by their characters, yet acted upon. */
const ACTED_UPON =
  /^\(?\d+[.)]$|\b[A-Z][A-Z0-9]+-\d+\b|^[^\p{L}\p{N}]*\p{L}[\p{L}\p{N}]*-\d+[^\p{L}\p{N}]*$|\b[0-9a-f]{7,}\b/u;

/**
 * Text from outside as part of a sentence. Nothing is escaped: what is not a plain word stands in a code span, the
 * one place where Markdown, HTML, mentions, links and references mean nothing in every dialect. No line break comes
 * out, and `|` never, as it would end a cell of a table even there.
 */
export function prose(text: string): string {
  const parts: string[] = [];
  let spoken: string[] = [];
  const close = (): void => {
    if (spoken.length > 0) parts.push(span(spoken.join(' ')));
    spoken = [];
  };
  for (const word of oneLine(text).split(' ')) {
    if (word === '') continue;
    if (!isPlain(word)) {
      spoken.push(word);
      continue;
    }
    close();
    parts.push(word);
  }
  close();
  return parts.join(' ');
}

/** A name, a path or a value from outside as a code span; a word of our own where it is empty. */
export function code(text: string): string {
  const line = oneLine(text).trim();
  return line === '' ? '(empty)' : span(line);
}

/** Lines from outside as a fenced block. The fence is longer than any row of backticks in them. */
export function fenced(lines: readonly string[]): string[] {
  const shown = lines.map((line) => printable(line.replaceAll('\t', '  ')));
  const fence = '`'.repeat(Math.max(3, longestRow(shown.join('\n')) + 1));
  return [`${fence}text`, ...shown, fence];
}

/** A link where the address is nothing but that, else a code span. */
export function link(address: string): string {
  return /^https:\/\/[\w.-]+\/[\w./~%#?&=+-]*$/.test(address) ? `<${address}>` : code(address);
}

function isPlain(word: string): boolean {
  return PLAIN_WORD.test(word) && !ACTED_UPON.test(word);
}

function oneLine(text: string): string {
  return printable(text.replaceAll('\t', ' ')).replaceAll('|', '\\x7c');
}

function span(text: string): string {
  const ticks = '`'.repeat(longestRow(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return ticks + pad + text + pad + ticks;
}

function longestRow(text: string): number {
  let longest = 0;
  for (const [row] of text.matchAll(/`+/g)) longest = Math.max(longest, row.length);
  return longest;
}
