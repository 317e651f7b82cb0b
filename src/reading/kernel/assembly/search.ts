// The search for literals: addresses are those of layout.ts.

const HEADS: usize = 16384;
const SHIFTS: usize = 147456;
const NIBBLES: usize = 303104;
const SHORT_HEADS: usize = 303232;
const HITS: usize = 344192;
const ENTRIES: usize = 3752192;

/** Where the places of latched literals begin, which depends on how many literals there are. */
let latches: usize = 0;
/** Hits are counted from here: where the stretch begins. */
let base: usize = 0;

export function latchesFrom(address: usize): void {
  latches = address;
}

// @ts-expect-error: decorator
@inline
function headAt(position: usize): u32 {
  const hash: u32 = (load<u32>(position - 4) * 0x85ebca6b + load<u32>(position) * 0x9e3779b1) >>> 16;
  return load<u16>(HEADS + (<usize>hash << 1));
}

// @ts-expect-error: decorator
@inline
function shiftAt(position: usize): usize {
  const block: u32 = load<u32>(position) >>> 8;
  return load<u8>(SHIFTS + ((block * 0x9e3779b1) >>> 16));
}

/** Room for the hits of a quarter of a stretch, until all are put together. */
const QUARTER: u32 = 131072;

/**
 * Lists the literals whose fingerprints stand in [start, end) with the whole literal in [floor - 1, ceiling), as
 * u32 from HITS on, ascending by position; returns how many. Of a latched literal the last positions are kept instead.
 * Skips as Wu and Manber do: the last three bytes of a window tell how far the next possible window is. Each step
 * waits for the one before, so four quarters are searched side by side.
 */
export function scanLong(start: usize, end: usize, floor: usize, ceiling: usize): u32 {
  base = start;
  const quarter = (end - start) >>> 2;
  let a = start;
  let b = start + quarter;
  let c = b + quarter;
  let d = c + quarter;
  const endA = b;
  const endB = c;
  const endC = d;
  let found: u32 = 0;
  let foundB: u32 = QUARTER;
  let foundC: u32 = 2 * QUARTER;
  let foundD: u32 = 3 * QUARTER;
  while (a < endA && b < endB && c < endC && d < end) {
    const shiftA = shiftAt(a);
    const shiftB = shiftAt(b);
    const shiftC = shiftAt(c);
    const shiftD = shiftAt(d);
    if (shiftA == 0) found = reportAt(a++, floor, ceiling, found);
    if (shiftB == 0) foundB = reportAt(b++, floor, ceiling, foundB);
    if (shiftC == 0) foundC = reportAt(c++, floor, ceiling, foundC);
    if (shiftD == 0) foundD = reportAt(d++, floor, ceiling, foundD);
    a += shiftA;
    b += shiftB;
    c += shiftC;
    d += shiftD;
  }
  found = scanRest(a, endA, floor, ceiling, found);
  found = append(found, QUARTER, scanRest(b, endB, floor, ceiling, foundB));
  found = append(found, 2 * QUARTER, scanRest(c, endC, floor, ceiling, foundC));
  return append(found, 3 * QUARTER, scanRest(d, end, floor, ceiling, foundD));
}

// @ts-expect-error: decorator
@inline
function reportAt(position: usize, floor: usize, ceiling: usize, already: u32): u32 {
  const head = headAt(position);
  return head != 0 ? report(head, position, floor, ceiling, already) : already;
}

/** Moves the hits in [from, to) behind the first `found`; returns how many there are then. */
function append(found: u32, from: u32, to: u32): u32 {
  memory.copy(HITS + (<usize>found << 2), HITS + (<usize>from << 2), <usize>(to - from) << 2);
  return found + to - from;
}

function scanRest(start: usize, end: usize, floor: usize, ceiling: usize, already: u32): u32 {
  let found = already;
  let at = start;
  while (at < end) {
    const shift = shiftAt(at);
    if (shift != 0) {
      at += shift;
      continue;
    }
    found = reportAt(at++, floor, ceiling, found);
  }
  return found;
}

/** The halves are less than sixteen, so that the relaxed lookup gives the same on each processor. */
// @ts-expect-error: decorator
@inline
function groupsOf(lower: v128, upper: v128, lowerTable: v128, upperTable: v128): v128 {
  return v128.and(i8x16.relaxed_swizzle(lowerTable, lower), i8x16.relaxed_swizzle(upperTable, upper));
}

/**
 * The same for the literals that are too short to skip by, sixteen positions at a time: the halves of the first three
 * bytes tell whether one of eight groups of fingerprints may begin there. Each byte is taken apart once: what it says as
 * a first and as a second byte is kept for the bytes behind it. Hits are added behind `already` others.
 */
export function scanShort(start: usize, end: usize, floor: usize, ceiling: usize, already: u32): u32 {
  base = start;
  const half = i8x16.splat(15);
  const lower1 = v128.load(NIBBLES);
  const upper1 = v128.load(NIBBLES, 16);
  const lower2 = v128.load(NIBBLES, 32);
  const upper2 = v128.load(NIBBLES, 48);
  const lower3 = v128.load(NIBBLES, 64);
  const upper3 = v128.load(NIBBLES, 80);
  let firsts = i8x16.splat(-1);
  let seconds = firsts;
  let found = already;
  for (let third = start; third < end + 2; third += 16) {
    const bytes = v128.load(third);
    const lower = v128.and(bytes, half);
    const upper = v128.and(i16x8.shr_u(bytes, 4), half);
    const first = groupsOf(lower, upper, lower1, upper1);
    const second = groupsOf(lower, upper, lower2, upper2);
    const firstTwo = v128.and(
      i8x16.shuffle(firsts, first, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      i8x16.shuffle(seconds, second, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    );
    firsts = first;
    seconds = second;
    const groups = v128.and(firstTwo, groupsOf(lower, upper, lower3, upper3));
    if (!v128.any_true(groups)) continue;
    let bits: i32 = i8x16.bitmask(i8x16.ne(groups, i8x16.splat(0)));
    while (bits != 0) {
      const position: usize = third - 2 + ctz(bits);
      bits &= bits - 1;
      const slot = <usize>((load<u32>(position) * 0x9e3779b1) >>> 20);
      const head = load<u16>(SHORT_HEADS + (slot << 1));
      if (head != 0 && position >= start && position < end)
        found = report(head, position, floor, ceiling, found);
    }
  }
  return found;
}

/** Compares each literal of a list with the bytes around a fingerprint. */
function report(head: u32, at: usize, floor: usize, ceiling: usize, already: u32): u32 {
  let found = already;
  for (let number = head; number != 0; ) {
    const entry = ENTRIES + 12 * <usize>number;
    const length: usize = load<u16>(entry, 4);
    const literal = at - <usize>load<u16>(entry, 6);
    if (literal + 1 >= floor && literal + length <= ceiling && isEqual(literal, load<u32>(entry), length)) {
      if (load<u16>(entry, 10) != 0) latch(number, at);
      else {
        store<u32>(HITS + (<usize>found << 2), (<u32>(at - base) << 16) | number);
        found++;
      }
    }
    number = load<u16>(entry, 8);
  }
  return found;
}

// @ts-expect-error: decorator
@inline
function isEqual(a: usize, b: usize, length: usize): bool {
  let done: usize = 0;
  for (; done + 8 <= length; done += 8) if (load<u64>(a + done) != load<u64>(b + done)) return false;
  for (; done < length; done++) if (load<u8>(a + done) != load<u8>(b + done)) return false;
  return true;
}

/** Keeps the last four positions, in any order: the quarters of a stretch give theirs in turns. */
function latch(number: u32, at: usize): void {
  const places = latches + 16 * <usize>number;
  let oldest = places;
  for (let place = places + 4; place < places + 16; place += 4) {
    if (load<u32>(place) < load<u32>(oldest)) oldest = place;
  }
  if (<u32>at > load<u32>(oldest)) store<u32>(oldest, <u32>at);
}

/**
 * Which literals stand in [start, end) of the stretch that was scanned last, in their order, as one number. `hit` is
 * one of the `count` hits, near them.
 */
export function literalsIn(hit: u32, count: u32, start: usize, end: usize): i32 {
  let from = hit;
  while (from > 0 && positionOfHit(from - 1) >= start) from--;
  let digest: u32 = 0x811c9dc5;
  for (let at = from; at < count && positionOfHit(at) < end; at++) {
    if (positionOfHit(at) < start) continue;
    digest = (digest ^ (load<u32>(HITS + (<usize>at << 2)) & 0xffff)) * 0x01000193;
  }
  return <i32>digest;
}

// @ts-expect-error: decorator
@inline
function positionOfHit(hit: u32): usize {
  return base + <usize>(load<u32>(HITS + (<usize>hit << 2)) >>> 16);
}
