import { characterWidth, displayWidth } from './display-width.ts';

/** The longest beginning of a printable text that takes no more than so many columns, marks included. */
export function takeColumns(text: string, columns: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The longest end of a printable text that takes no more than so many columns; it does not begin with a mark. */
export function takeLastColumns(text: string, columns: number): string {
  let used = 0;
  let length = 0;
  let start = text.length;
  for (const character of Array.from(text).reverse()) {
    const width = characterWidth(character);
    used += width;
    if (used > columns) break;
    length += character.length;
    if (width > 0) start = text.length - length;
  }
  return text.slice(start);
}

/** The text, or as much of its beginning as fits, with the ellipsis behind it. */
export function clipEnd(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  return takeColumns(text, columns - ellipsis.length).trimEnd() + ellipsis;
}

/** The text, or its beginning and a shorter end of it around the ellipsis: a chain of errors ends with its root. */
export function clipMiddle(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  const end = Math.floor((columns - ellipsis.length) * 0.4);
  const start = columns - ellipsis.length - end;
  return takeColumns(text, start).trimEnd() + ellipsis + takeLastColumns(text, end).trimStart();
}

/**
 * A path (with what follows its last name, such as a line number), shortened from the left at a separator; only a
 * last name that is too long by itself is cut.
 */
export function clipPath(path: string, columns: number, ellipsis: string): string {
  if (displayWidth(path) <= columns) return path;
  const tail = takeLastColumns(path, columns - ellipsis.length);
  const separator = tail.search(/[\\/]/);
  const isInsideLastName = separator < 0 || separator === tail.length - 1;
  return ellipsis + (isInsideLastName ? tail : tail.slice(separator));
}
