import {
  ENTRIES,
  ENTRY_SIZE,
  LATCH_SIZE,
  MOST_AT_ONCE,
  MOST_LITERALS,
  MOST_PAGES,
  PAGE,
  SHORT_SLOTS,
} from './layout.ts';

/** A byte string that the kernel looks for. */
export interface Literal {
  /** At least four bytes. */
  readonly bytes: Uint8Array;
  /** Where its fingerprint begins: four bytes of it that are rare elsewhere. */
  readonly fingerprintAt: number;
  /** Only the last four places in a block are of interest; they do not count as hits. */
  readonly latched: boolean;
}

/** The kernel's tables for one set of literals; made once and loaded as often as needed. */
export interface Tables {
  readonly heads: Uint16Array;
  readonly shifts: Uint8Array;
  readonly entries: Uint8Array;
  /** Address of the places of latched literals, behind the entries. */
  readonly latchesAt: number;
  /** Address of the texts, behind the places; they end the memory that the tables need. */
  readonly textsAt: number;
  readonly texts: Uint8Array;
  readonly nibbles: Uint8Array;
  readonly shortHeads: Uint16Array;
}

/** Literals that the search has no room for, or that are too short for it. */
export class LiteralsError extends RangeError {
  override readonly name = 'LiteralsError';
}

/** The search skips by this many bytes less two; a literal with less before its fingerprint ends is short. */
const WINDOW = 10;

/**
 * Arranges literals, no two of them alike, for the kernel, which calls them by their place in the list, from 1.
 *
 * @throws LiteralsError when there are more than it has room for, or one is too short
 */
export function makeTables(literals: readonly Literal[]): Tables {
  if (literals.length > MOST_LITERALS)
    throw new LiteralsError(`${literals.length} literals, more than ${MOST_LITERALS}`);
  const heads = new Uint16Array(65_536);
  const entries = new DataView(new ArrayBuffer(ENTRY_SIZE * (literals.length + 1)));
  const shortHeads = new Uint16Array(SHORT_SLOTS);
  const texts: Uint8Array[] = [];
  const latchesAt = ENTRIES + Math.ceil(entries.byteLength / 8) * 8;
  const lastLatched = literals.findLastIndex(({ latched }) => latched) + 1;
  const textsAt = latchesAt + LATCH_SIZE * (lastLatched + 1);
  let textAt = textsAt;
  for (const [index, literal] of literals.entries()) {
    const { bytes, fingerprintAt, latched } = literal;
    if (fingerprintAt + 4 > bytes.length)
      throw new LiteralsError('a fingerprint is four bytes of its literal');
    const number = index + 1;
    const [lists, slot] = isLong(literal) ? [heads, hashOfEight(literal)] : [shortHeads, shortSlot(literal)];
    writeEntry(entries, number, [textAt, bytes.length, fingerprintAt, lists[slot] ?? 0, latched ? 1 : 0]);
    lists[slot] = number;
    texts.push(bytes);
    textAt += bytes.length;
  }
  if (textAt > MOST_PAGES * PAGE) throw new LiteralsError(`literals of ${textAt - textsAt} bytes, too many`);
  checkLists(literals);
  return {
    heads,
    shifts: shiftsOf(literals.filter(isLong)),
    entries: new Uint8Array(entries.buffer),
    latchesAt,
    textsAt,
    texts: Buffer.concat(texts),
    nibbles: nibblesOf(literals.filter((literal) => !isLong(literal))),
    shortHeads,
  };
}

function writeEntry(
  entries: DataView,
  number: number,
  [textAt, length, at, next, mode]: readonly [number, number, number, number, number],
): void {
  const start = ENTRY_SIZE * number;
  entries.setUint32(start, textAt, true);
  entries.setUint16(start + 4, length, true);
  entries.setUint16(start + 6, at, true);
  entries.setUint16(start + 8, next, true);
  entries.setUint16(start + 10, mode, true);
}

/**
 * The hits of a stretch have room for so many literals at each position. Those that stand at one position together
 * have one fingerprint, and what they have before it, or behind it, are ends, or beginnings, of one text; two that
 * also have the same length there are one.
 */
function checkLists(literals: readonly Literal[]): void {
  const lists = new Map<number, Literal[]>();
  for (const literal of literals) {
    const value = fingerprintOf(literal);
    const list = lists.get(value);
    if (list === undefined) lists.set(value, [literal]);
    else list.push(literal);
  }
  for (const list of lists.values()) {
    if (list.length <= MOST_AT_ONCE) continue;
    const parts = list.map(({ bytes, fingerprintAt }) => {
      const text = Buffer.from(bytes).toString('latin1');
      const before = [...text.slice(0, fingerprintAt)].reverse().join('');
      return [before, text.slice(fingerprintAt)] as const;
    });
    const together = Math.min(mostTogether(parts), mostTogether(parts.map(([a, b]) => [b, a])));
    if (together > MOST_AT_ONCE)
      throw new LiteralsError(`more than ${MOST_AT_ONCE} literals at one position`);
  }
}

/** How many pairs there are at most whose first texts begin one text, and of which no two are alike in both lengths. */
function mostTogether(pairs: readonly (readonly [first: string, second: string])[]): number {
  const lengths = new Map<string, Set<number>>();
  for (const [first, second] of pairs)
    lengths.set(first, (lengths.get(first) ?? new Set()).add(second.length));
  let most = 0;
  for (const text of lengths.keys()) {
    let count = 0;
    for (let end = 0; end <= text.length; end++) count += lengths.get(text.slice(0, end))?.size ?? 0;
    most = Math.max(most, count);
  }
  return most;
}

function isLong({ fingerprintAt }: Literal): boolean {
  return fingerprintAt + 4 >= WINDOW;
}

function fingerprintOf({ bytes, fingerprintAt }: Literal): number {
  return fourBytes(bytes, fingerprintAt);
}

/** As a signed number, little end first. */
function fourBytes(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** The eight bytes that end with the fingerprint: the fingerprint alone stands in too many ordinary words. */
function hashOfEight({ bytes, fingerprintAt }: Literal): number {
  const before = Math.imul(fourBytes(bytes, fingerprintAt - 4), 0x85ebca6b);
  return (before + Math.imul(fourBytes(bytes, fingerprintAt), 0x9e3779b1)) >>> 16;
}

function shortSlot(literal: Literal): number {
  return Math.imul(fingerprintOf(literal), 0x9e3779b1) >>> 20;
}

/** Neighbours in the alphabet share a group, so that groups mix little. */
function nibblesOf(short: readonly Literal[]): Uint8Array {
  const nibbles = new Uint8Array(96);
  const values = [
    ...new Set(
      short.map((literal) =>
        Buffer.from(literal.bytes.subarray(literal.fingerprintAt, literal.fingerprintAt + 3)).toString(
          'latin1',
        ),
      ),
    ),
  ].sort();
  for (const [index, value] of values.entries()) {
    const group = 1 << Math.floor((8 * index) / values.length);
    for (let at = 0; at < 3; at++) {
      const byte = value.charCodeAt(at);
      for (const place of [32 * at + (byte & 15), 32 * at + 16 + (byte >> 4)])
        nibbles[place] = (nibbles[place] ?? 0) | group;
    }
  }
  return nibbles;
}

function shiftsOf(literals: readonly Literal[]): Uint8Array {
  const shifts = new Uint8Array(65_536).fill(WINDOW - 2);
  for (const { bytes, fingerprintAt } of literals) {
    const first = fingerprintAt + 4 - WINDOW;
    for (let end = 3; end <= WINDOW; end++) {
      const at = first + end - 3;
      const block = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
      const hash = Math.imul(block, 0x9e3779b1) >>> 16;
      shifts[hash] = Math.min(shifts[hash] ?? 0, WINDOW - end);
    }
  }
  return shifts;
}
