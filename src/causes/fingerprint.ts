/**
 * A literal's fingerprint: the four bytes of it that the prefilter looks for. The rarer they are in ordinary
 * text, the less there is to check.
 */

/** How often four bytes (as one little-endian number) stand in ordinary text. */
export type Commonness = ReadonlyMap<number, number>;

const encoder = new TextEncoder();

/** Counts every run of four bytes. */
export function commonnessOf(text: string): Commonness {
  const bytes = encoder.encode(text);
  const counts = new Map<number, number>();
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const window = windowAt(bytes, at);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return counts;
}

/** The search skips by up to this many bytes, so a fingerprint should not end before them. */
const SKIP_WINDOW = 10;
/** A literal that cannot be skipped by costs a pass over the data of its own. */
const TOO_SHORT_TO_SKIP = 12;

/** Where the best fingerprint of a literal begins, and how good it is; null when the literal is too short. */
export function bestWindow(literal: string, common: Commonness): { offset: number; score: number } | null {
  const bytes = encoder.encode(literal);
  let best: { offset: number; score: number } | null = null;
  for (
    let offset = Math.min(SKIP_WINDOW, Math.max(4, bytes.length)) - 4;
    offset + 4 <= bytes.length;
    offset++
  ) {
    const seen = common.get(windowAt(bytes, offset)) ?? 0;
    const score = rarity(bytes, offset) - 4 * Math.log2(1 + seen);
    if (best === null || score > best.score) best = { offset, score };
  }
  return best;
}

/** The score of a literal for the search of required literals: longer is better, common is worse. */
export function literalScore(literal: string, common: Commonness): number {
  const window = bestWindow(literal, common);
  if (window === null) return 0;
  const { length } = encoder.encode(literal);
  const score = 20 + window.score + Math.min(12, length) / 2;
  return length < SKIP_WINDOW && score > 2 ? Math.max(2, score - TOO_SHORT_TO_SKIP) : score;
}

function windowAt(bytes: Uint8Array, at: number): number {
  const byte = (offset: number): number => bytes[at + offset] ?? 0;
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}

/** Without counts: capitals, punctuation and rare letters are rarer than blanks, digits and common letters. */
function rarity(bytes: Uint8Array, offset: number): number {
  let sum = 0;
  for (let at = offset; at < offset + 4; at++) sum += BYTE_RARITY[bytes[at] ?? 0] ?? 0;
  return sum;
}

/** The rarity of each byte. */
const BYTE_RARITY: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (/[ 0-9eatinors]/.test(char)) return 0;
  return /[a-z./:-]/.test(char) ? 0.5 : 1;
});
