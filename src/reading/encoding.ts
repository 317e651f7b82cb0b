/** How the bytes of a file are to be read; `binary` means not as text at all. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gzip' | 'binary';

/** So many first bytes of a file are enough. */
export const HEAD_BYTES = 512;

/**
 * First bytes of what stands in log folders and is no text, in hexadecimal: ELF, Windows program, zip, xz, zstd,
 * bzip2, ar (deb), rpm, SQLite, systemd journal, Windows event log, cabinet, PNG, Mach-O (both orders, universal).
 */
const BINARY_MAGICS =
  /^(?:7f454c46|4d5a9000|504b0304|fd377a585a00|28b52ffd|425a68[0-9a-f]{2}314159|213c617263683e|edabeedb|53514c69746520|4c504b5348485248|456c6646696c6500|4d534346|89504e47|cffaedfe|feedfacf|cafebabe)/;

/** The first bytes of these, of gzip and of byte order marks; nearly all that is read here begins with another one. */
const TELLING_BYTES = new Set([
  0x7f, 0x4d, 0x50, 0xfd, 0x28, 0x42, 0x21, 0xed, 0x53, 0x4c, 0x45, 0x89, 0xcf, 0xfe, 0xca, 0x1f, 0xef, 0xff,
]);

/** Fewer zeros in a row are data of a binary format, or the halves of wide characters. */
const HOLE = 8;

/**
 * Decides by the first bytes: magics and byte order marks, then what the bytes look like. Text in an 8-bit code
 * page is `utf-8` too: its letters above ASCII are lost, its words and numbers are not.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  if (!TELLING_BYTES.has(head[0] ?? 0)) return byContent(head);
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 16)).toString('hex');
  if (start.startsWith('1f8b')) return 'gzip';
  if (start.startsWith('efbbbf')) return 'utf-8-bom';
  if (start.startsWith('fffe')) return 'utf-16le';
  if (start.startsWith('feff')) return 'utf-16be';
  return BINARY_MAGICS.test(start) ? 'binary' : byContent(head);
}

function byContent(head: Uint8Array): Encoding {
  // Wide text and what is no text has zeros soon; nearly all that is read here has none.
  if (!head.includes(0) && !head.includes(1) && !head.includes(2)) return 'utf-8';
  const { zeros, controls, ascii, rest } = countKinds(head);
  const length = zeros + controls + ascii + rest;
  if (length === 0) return 'utf-8';
  // A stray zero in text that is otherwise plain, as a crash leaves it, does not make the text wide.
  const isPlain = zeros === 0 || (zeros < length * 0.2 && ascii > (length - zeros) * 0.8);
  if (!isPlain) {
    const wide = wideOrder(head);
    if (wide !== null) return wide;
  }
  return zeros + controls > length * 0.05 ? 'binary' : 'utf-8';
}

interface Kinds {
  readonly zeros: number;
  readonly controls: number;
  readonly ascii: number;
  readonly rest: number;
}

/** Holes are left out: a log that was cut by copying and truncating begins with one. */
function countKinds(head: Uint8Array): Kinds {
  let zeros = 0;
  let controls = 0;
  let ascii = 0;
  let rest = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] ?? 0;
    if (byte === 0) {
      let end = at;
      while (end < head.length && head[end] === 0) end++;
      if (end - at < HOLE) zeros += end - at;
      at = end - 1;
    } else if (byte > 0x7e) rest++;
    else if (byte >= 0x20 || isLayout(byte)) ascii++;
    else controls++;
  }
  return { zeros, controls, ascii, rest };
}

/**
 * PowerShell redirections are UTF-16 without a mark at times. Such text has units that are ASCII (line breaks,
 * blanks, digits) in every language, and none that no text has.
 */
function wideOrder(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const little = asciiUnits(head, 1);
  const big = asciiUnits(head, 0);
  if (little === 0 && big === 0) return null;
  return little >= big ? 'utf-16le' : 'utf-16be';
}

/** Units that are ASCII when the high byte stands at `high` (0 or 1) of two; 0 when the units are not text. */
function asciiUnits(head: Uint8Array, high: 0 | 1): number {
  let count = 0;
  let inPair = false;
  for (let at = 0; at + 1 < head.length; at += 2) {
    const unit = ((head[at + high] ?? 0) << 8) | (head[at + 1 - high] ?? 0);
    const endsPair = unit >> 10 === 0x37;
    if (endsPair !== inPair || isNoText(unit)) return 0;
    inPair = unit >> 10 === 0x36;
    if (unit < 0x7f) count++;
  }
  return count;
}

/** Control characters and what is no character at all. */
function isNoText(unit: number): boolean {
  return unit >= 0xfffe || (unit < 0x20 && !isLayout(unit)) || (unit >= 0x7f && unit < 0xa0);
}

/** Tab, line feed, vertical tab, form feed, carriage return, backspace (progress bars), escape (colours). */
function isLayout(byte: number): boolean {
  return (byte >= 8 && byte <= 13) || byte === 0x1b;
}
