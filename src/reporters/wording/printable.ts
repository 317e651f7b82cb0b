import { replaceHidden } from './hidden-characters.ts';

/** More marks on one letter than any script needs reach into the lines above and below. */
const STACKED_MARK = /(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]/gu;
const NOT_ASCII = /[^\x20-\x7e]/gu;

/**
 * Text of a log, a file name or a rule for a place where it must not do anything but be read: hidden characters
 * become visible escapes (`\x1b`, `\u202e`, `\u{e0041}`), line breaks and tabs too. Without `unicode` everything
 * that is not ASCII does.
 */
export function printable(text: string, unicode = true): string {
  if (!unicode) return text.replace(NOT_ASCII, visibleEscape);
  return replaceHidden(text, visibleEscape).replace(STACKED_MARK, visibleEscape);
}

function visibleEscape(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`;
}
