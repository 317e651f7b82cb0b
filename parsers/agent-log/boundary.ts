/**
 * Tells on bytes whether a line begins a record of the agent's logs, or continues the one before it. Works without
 * decoding, because it is asked for every line around a hit.
 *
 * A record begins with one of (see the agent's `logger/defaultconfig.go` and seelog's default format):
 *   2006-01-02 15:04:05[.0000] LEVEL …      also with the first digits of the year lost
 *   1704967520066534055 [Level] …           an output without a format
 *   2006/01/02 15:04:05 …                   Go's own logger, on the console
 *   [blank] LEVEL …                         a paste without times
 */

const DASH = 45;
const SLASH = 47;
const COLON = 58;
const BLANK = 32;

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'].map((level) =>
  Buffer.from(`${level} `),
);

/** Whether the line in [start, end) begins a record. */
export function beginsAgentRecord(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  if (isDigit(first)) return beginsWithStamp(bytes, start, end) || beginsWithNanoseconds(bytes, start, end);
  const at = first === BLANK ? start + 1 : start;
  return beginsWithLevel(bytes, at, end);
}

function beginsWithStamp(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < start + 4 && isDigit(bytes[at] ?? 0)) at++;
  const separator = bytes[at] ?? 0;
  if (separator !== DASH && separator !== SLASH) return false;
  return (
    at + 12 <= end &&
    bytes[at + 3] === separator &&
    isDigit(bytes[at + 4] ?? 0) &&
    isDigit(bytes[at + 5] ?? 0) &&
    bytes[at + 6] === BLANK &&
    isDigit(bytes[at + 7] ?? 0) &&
    bytes[at + 9] === COLON
  );
}

function beginsWithNanoseconds(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 22 || bytes[start + 19] !== BLANK || bytes[start + 20] !== 91) return false;
  for (let at = start; at < start + 19; at++) if (!isDigit(bytes[at] ?? 0)) return false;
  return true;
}

function beginsWithLevel(bytes: Uint8Array, start: number, end: number): boolean {
  return LEVELS.some((level) => {
    if (start + level.length > end) return false;
    for (let at = 0; at < level.length; at++) if (bytes[start + at] !== level[at]) return false;
    return true;
  });
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
