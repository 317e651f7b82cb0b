// AssemblyScript, not TypeScript: compiled to a WebAssembly module of about one kilobyte.
//
// Loops over bytes that plain JavaScript runs several times slower: a prefilter that finds where one of many 4-byte
// fingerprints may stand, a search for one of them, and a newline counter. The host writes tables and data, and reads the hits;
// addresses are those of layout.ts.

const LONG_BITMAP: usize = 16384;
const SHIFTS: usize = 65536;
const LONG_HITS: usize = 131072;

// @ts-ignore: decorator
@inline
function mayBeFingerprint(position: usize): bool {
  const hash: u32 = <u32>((load<u64>(position - 4) * 0x9e3779b97f4a7c15) >>> 48);
  return (load<u8>(LONG_BITMAP + (hash >>> 3)) & (1 << (hash & 7))) != 0;
}

/**
 * Lists the positions in [start, end) whose four bytes, with the four before them, may be the fingerprint of a long
 * literal, as i32 from
 * LONG_HITS on, ascending; returns how many. Skips as Wu and Manber do: the last three bytes of a window tell how
 * far the next possible window is.
 */
export function scanLong(start: usize, end: usize): i32 {
  let found: usize = 0;
  let at = start;
  while (at < end) {
    const block: u32 = load<u32>(at) >>> 8;
    const shift: usize = load<u8>(SHIFTS + ((block * 0x9e3779b1) >>> 16));
    if (shift != 0) {
      at += shift;
      continue;
    }
    if (mayBeFingerprint(at)) {
      store<i32>(LONG_HITS + (found << 2), <i32>at);
      found++;
    }
    at++;
  }
  return <i32>found;
}

/**
 * Lists the positions in [start, end) where the four bytes of `value` stand, from `out` on; returns how many. For
 * literals that are too short to skip by.
 */
export function scanExact(start: usize, end: usize, value: u32, out: usize): i32 {
  const first = i8x16.splat(<i8>value);
  const second = i8x16.splat(<i8>(value >>> 8));
  let found: usize = 0;
  for (let at = start; at < end; at += 16) {
    const match = v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at, 1), second));
    if (!v128.any_true(match)) continue;
    let bits: i32 = i8x16.bitmask(match);
    while (bits != 0) {
      const position: usize = at + ctz(bits);
      bits &= bits - 1;
      if (position < end && load<u32>(position) == value) {
        store<i32>(out + (found << 2), <i32>position);
        found++;
      }
    }
  }
  return <i32>found;
}

/** Counts line feeds in [start, end). */
export function countLines(start: usize, end: usize): i32 {
  let total: i32 = 0;
  let at = start;
  while (at + 16 <= end) {
    let sums = i8x16.splat(0);
    for (let blocks = 0; at + 16 <= end && blocks < 255; at += 16, blocks++) {
      sums = i8x16.sub(sums, i8x16.eq(v128.load(at), i8x16.splat(10)));
    }
    const quads = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sums));
    total += i32x4.extract_lane(quads, 0) + i32x4.extract_lane(quads, 1);
    total += i32x4.extract_lane(quads, 2) + i32x4.extract_lane(quads, 3);
  }
  for (; at < end; at++) if (load<u8>(at) == 10) total++;
  return total;
}
