import { takeColumns } from './columns.ts';
import { displayWidth } from './display-width.ts';

/**
 * Breaks a printable text at spaces into lines of at most `width` columns (2 or more), the first one of at most
 * `first`, which may be 0. A word that is longer than a line is broken anywhere. There is at least one line; the
 * first is empty when its room does not hold the first word.
 */
export function wrap(text: string, width: number, first: number = width): string[] {
  const lines: string[] = [];
  let line = '';
  let room = first;
  const close = (): void => {
    lines.push(line.trimEnd());
    line = '';
    room = width;
  };
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (fits(joined, room)) {
      line = joined;
      continue;
    }
    if (line !== '' || room < width) close();
    let rest = word;
    while (!fits(rest, room)) {
      line = takeColumns(rest, room);
      rest = rest.slice(line.length);
      close();
    }
    line = rest;
  }
  close();
  return lines;
}

/** Looks no further than `columns`, so that a word of any length is cheap. */
function fits(text: string, columns: number): boolean {
  if (text.length <= columns && displayWidth(text) <= columns) return true;
  return takeColumns(text, columns).length === text.length;
}
