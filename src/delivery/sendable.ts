/** What a console obeys, reorders or chokes on: controls but tabs and line breaks, half pairs, bidi controls. */
const UNSENDABLE = /(?![\t\n])[\p{Cc}\p{Cs}\p{Bidi_Control}\ufffe\uffff]/gu;
const LINE_BREAK = /\r\n?/g;
const SPACES = /\s+/g;
const ELLIPSIS = '…';

/** Below the 4,096 characters of the model; whether the service counts bytes is nowhere said. */
const BYTES = 3_999;

/** Text of a log or a rule as it may be sent: well formed, cleaned, at most so many characters and 3,999 bytes. */
export function sendable(text: string, characters: number): string {
  return cut(cleaned(beginning(text, characters)).trim(), characters, BYTES);
}

/** The same, in one line. */
export function sendableLine(text: string, characters: number): string {
  return cut(cleaned(beginning(text, characters)).replace(SPACES, ' ').trim(), characters, BYTES);
}

/** What is cleaned of a huge text; what is cleaned away makes it shorter, seldom much. */
function beginning(text: string, characters: number): string {
  return text.length > 4 * characters ? text.slice(0, 4 * characters) : text;
}

function cleaned(text: string): string {
  return text.replace(LINE_BREAK, '\n').replace(UNSENDABLE, '\ufffd');
}

/** The longest beginning within both limits, never half of a character; an ellipsis tells that there was more. */
export function cut(text: string, characters: number, bytes: number): string {
  if (text.length <= characters && 3 * text.length <= bytes) return text;
  let left = characters;
  let room = bytes;
  let fits = 0;
  let end = 0;
  for (const character of text) {
    left -= 1;
    room -= bytesOf(character);
    if (left < 0 || room < 0) return text.slice(0, fits) + ELLIPSIS;
    end += character.length;
    if (left >= 1 && room >= bytesOf(ELLIPSIS)) fits = end;
  }
  return text;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
