// AssemblyScript, not TypeScript: compiled to a WebAssembly module of about two kilobytes.
//
// Loops over bytes that plain JavaScript runs several times slower, and compiles while it runs: a search for many
// literals at once, one for those that are too short to skip by, a newline counter, the ends of lines and of the agent's
// records, the heads of those, and digests. The host writes tables and data, and reads the hits and what stands in a
// head; addresses are those of layout.ts.

const HEAD: usize = 16320;
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

// @ts-expect-error: decorator
@inline
function groupsOf(bytes: v128, table: usize): v128 {
  const low = i8x16.swizzle(v128.load(table), v128.and(bytes, i8x16.splat(15)));
  return v128.and(low, i8x16.swizzle(v128.load(table, 16), i8x16.shr_u(bytes, 4)));
}

/**
 * The same for the literals that are too short to skip by, sixteen positions at a time: the halves of the first three
 * bytes tell whether one of eight groups of fingerprints may begin there. Hits are added behind `already` others.
 */
export function scanShort(start: usize, end: usize, floor: usize, ceiling: usize, already: u32): u32 {
  base = start;
  let found = already;
  for (let at = start; at < end; at += 16) {
    const first = v128.and(groupsOf(v128.load(at), NIBBLES), groupsOf(v128.load(at, 1), NIBBLES + 32));
    const groups = v128.and(first, groupsOf(v128.load(at, 2), NIBBLES + 64));
    if (!v128.any_true(groups)) continue;
    let bits: i32 = i8x16.bitmask(i8x16.ne(groups, i8x16.splat(0)));
    while (bits != 0) {
      const position: usize = at + ctz(bits);
      bits &= bits - 1;
      const slot = <usize>((load<u32>(position) * 0x9e3779b1) >>> 20);
      const head = load<u16>(SHORT_HEADS + (slot << 1));
      if (head != 0 && position < end) found = report(head, position, floor, ceiling, found);
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

/** First byte of the line that holds `at`, at the earliest `floor`. */
export function lineStart(at: usize, floor: usize): usize {
  let end = at;
  for (; end >= floor + 16; end -= 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(end - 16), i8x16.splat(10)));
    if (feeds != 0) return end + 16 - clz(feeds);
  }
  for (; end > floor; end--) if (load<u8>(end - 1) == 10) return end;
  return floor;
}

/** One behind the line feed of the line that holds `at`, at the latest `ceiling`. */
export function lineEnd(at: usize, ceiling: usize): usize {
  let from = at;
  for (; from + 16 <= ceiling; from += 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(from), i8x16.splat(10)));
    if (feeds != 0) return from + ctz(feeds) + 1;
  }
  for (; from < ceiling; from++) if (load<u8>(from) == 10) return from + 1;
  return ceiling;
}

/** Bytes of a line that tell whether it begins a record. */
const HEAD_BYTES: usize = 400;

/** Start of the agent's record that holds `at`, at the earliest `floor`. */
export function agentStart(at: usize, floor: usize, ceiling: usize): usize {
  let start = lineStart(at, floor);
  while (start > floor && !beginsAgentRecord(start, min(ceiling, start + HEAD_BYTES)))
    start = lineStart(start - 1, floor);
  return start;
}

/** End (exclusive) of the agent's record that holds `at`, at the latest `ceiling`. */
export function agentEnd(at: usize, ceiling: usize): usize {
  let end = lineEnd(at, ceiling);
  while (end < ceiling && !beginsAgentRecord(end, min(ceiling, end + HEAD_BYTES))) end = lineEnd(end, ceiling);
  return end;
}

/** The same as parsers/agent-log/boundary.ts, which says what a record begins with. */
export function beginsAgentRecord(start: usize, end: usize): bool {
  const first = load<u8>(start);
  if (isDigit(first)) return beginsWithStamp(start, end) || beginsWithNanoseconds(start, end);
  return beginsWithLevel(first == 0x20 ? start + 1 : start, end);
}

function beginsWithStamp(start: usize, end: usize): bool {
  let at = start;
  while (at < start + 4 && isDigit(load<u8>(at))) at++;
  const separator = load<u8>(at);
  if (separator != 0x2d && separator != 0x2f) return false;
  return (
    at + 12 <= end &&
    load<u8>(at, 3) == separator &&
    isDigit(load<u8>(at, 4)) &&
    isDigit(load<u8>(at, 5)) &&
    load<u8>(at, 6) == 0x20 &&
    isDigit(load<u8>(at, 7)) &&
    load<u8>(at, 9) == 0x3a
  );
}

function beginsWithNanoseconds(start: usize, end: usize): bool {
  if (end < start + 22 || load<u8>(start, 19) != 0x20 || load<u8>(start, 20) != 0x5b) return false;
  for (let at = start; at < start + 19; at++) if (!isDigit(load<u8>(at))) return false;
  return true;
}

/** The first four letters of a level, the little end first, then the rest with the blank behind it. */
function beginsWithLevel(at: usize, end: usize): bool {
  const first = load<u32>(at);
  if (first == 0x4f464e49) return at + 5 <= end && load<u8>(at, 4) == 0x20; // INFO
  if (first == 0x4e524157) return at + 5 <= end && load<u8>(at, 4) == 0x20; // WARN
  if (first == 0x4f525245) return at + 6 <= end && load<u16>(at, 4) == 0x2052; // ERROR
  if (first == 0x55424544) return at + 6 <= end && load<u16>(at, 4) == 0x2047; // DEBUG
  if (first == 0x43415254) return at + 6 <= end && load<u16>(at, 4) == 0x2045; // TRACE
  return (
    first == 0x54495243 && at + 9 <= end && load<u32>(at, 4) == 0x4c414349 && load<u8>(at, 8) == 0x20 // CRITICAL
  );
}

// @ts-expect-error: decorator
@inline
function isDigit(byte: u8): bool {
  return byte >= 48 && byte <= 57;
}

// @ts-expect-error: decorator
@inline
function digitsAt(at: usize, count: usize): i32 {
  let value: i32 = 0;
  for (let place = at; place < at + count; place++) {
    const byte = load<u8>(place);
    if (!isDigit(byte)) return -1;
    value = value * 10 + byte - 48;
  }
  return value;
}

/**
 * Reads an agent's record in [start, end) with the usual head, `2006-01-02 15:04:05[.0000] LEVEL `, perhaps with where in
 * the program it was written; 0 when it has another one. Writes to HEAD, as numbers: the time in milliseconds, how long
 * the stamp is, how long the head is, the first letter of the level, the end of the text, and the digest of what stands
 * behind the head, with the level and what `literals` says.
 */
export function readRecord(start: usize, end: usize, literals: i32): i32 {
  const stop = textEnd(start, end);
  if (readHead(start, stop) == 0) return 0;
  const body = start + <usize>load<f64>(HEAD, 16);
  store<f64>(HEAD, <f64>stop, 32);
  store<f64>(HEAD, digest(body, stop, literals ^ <i32>load<f64>(HEAD, 24)), 40);
  return 1;
}

function readHead(start: usize, end: usize): i32 {
  const time = timeAt(start, end);
  if (time < 0) return 0;
  let at = start + 19;
  let unit = 100;
  let fraction = 0;
  if (at < end && load<u8>(at) == 0x2e) {
    for (at++; at < end && isDigit(load<u8>(at)); at++, unit /= 10) fraction += (load<u8>(at) - 48) * unit;
    if (at == start + 20 || at > start + 29) return 0;
  }
  const stamp = at - start;
  if (at + 1 >= end || load<u8>(at) != 0x20 || load<u8>(at, 1) == 0x5b) return 0;
  const level = at + 1;
  if (!beginsWithLevel(level, end)) return 0;
  at = level + 4;
  while (load<u8>(at) != 0x20) at++;
  while (at < end && load<u8>(at) == 0x20) at++;
  store<f64>(HEAD, time + <f64>fraction);
  store<f64>(HEAD, <f64>stamp, 8);
  const head = placeEnd(at, end);
  if (head == 0) return 0;
  store<f64>(HEAD, <f64>(head - start), 16);
  store<f64>(HEAD, <f64>load<u8>(level), 24);
  return 1;
}

/** End of `[function @ file] ` at `at`; `at` when there is none, 0 when it is not in ASCII. */
function placeEnd(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != 0x5b) return at;
  const name = wordEnd(at + 1, end);
  const file = name + 3;
  if (name < end && load<u8>(name) > 0x7e) return 0;
  if (name == at + 1 || file >= end || load<u8>(name) != 0x20 || load<u16>(name, 1) != 0x2040) return at;
  const place = wordEnd(file, end);
  if (place < end && load<u8>(place) > 0x7e) return 0;
  return place > file && place + 1 < end && load<u16>(place) == 0x205d ? place + 2 : at;
}

/** End of visible ASCII characters, closing brackets excepted. */
function wordEnd(at: usize, end: usize): usize {
  let place = at;
  while (place < end && load<u8>(place) > 0x20 && load<u8>(place) < 0x7f && load<u8>(place) != 0x5d) place++;
  return place;
}

/** Milliseconds of `2006-01-02 15:04:05`, from 1970 on; -1 for what is none. */
function timeAt(at: usize, end: usize): f64 {
  if (at + 19 > end || load<u8>(at, 4) != 0x2d || load<u8>(at, 7) != 0x2d || load<u8>(at, 10) != 0x20) return -1;
  if (load<u8>(at, 13) != 0x3a || load<u8>(at, 16) != 0x3a) return -1;
  const year = digitsAt(at, 4);
  const month = digitsAt(at + 5, 2);
  const day = digitsAt(at + 8, 2);
  const hour = digitsAt(at + 11, 2);
  const minute = digitsAt(at + 14, 2);
  const second = digitsAt(at + 17, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return <f64>(daysBefore(year, month) + day - 1) * 86400000 + <f64>((hour * 60 + minute) * 60 + second) * 1000;
}

function isLeap(year: i32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return isLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days from 1970 to the first of a month. */
function daysBefore(year: i32, month: i32): i32 {
  const past = year - 1;
  let days = year * 365 + past / 4 - past / 100 + past / 400 - 719527;
  for (let before = 1; before < month; before++) days += daysIn(year, before);
  return days;
}

/** The digest of a line of output, with what `literals` says, whatever the time at its beginning is. */
export function lineDigest(start: usize, end: usize, literals: i32): f64 {
  const stop = textEnd(start, end);
  const stamp = stampLength(start, stop);
  return digest(start + stamp, stop, literals ^ stamp);
}

/**
 * Length of a time at the start of [start, end), as scripts write it: `01/02/2006 15:04:05` or `2006-01-02 15:04:05`,
 * with a fraction; 0 for none.
 */
export function stampLength(start: usize, end: usize): i32 {
  if (start + 19 > end || !isDigit(load<u8>(start)) || load<u8>(start, 13) != 0x3a || load<u8>(start, 16) != 0x3a)
    return 0;
  const isDate =
    (load<u8>(start, 2) == 0x2f && load<u8>(start, 5) == 0x2f && digitsAt(start + 6, 4) >= 0) ||
    (load<u8>(start, 4) == 0x2d && load<u8>(start, 7) == 0x2d && digitsAt(start, 4) >= 0);
  if (!isDate || digitsAt(start + 11, 2) < 0 || digitsAt(start + 14, 2) < 0 || digitsAt(start + 17, 2) < 0) return 0;
  let at = start + 19;
  if (at < end && (load<u8>(at) == 0x2e || load<u8>(at) == 0x2c))
    for (at++; at < end && isDigit(load<u8>(at)); ) at++;
  return <i32>(at - start);
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

const DASHES: v128 = i8x16.splat(0x2d);
const UUID_LENGTH = <usize>36;

/** A number of 53 bits for the bytes in [start, end), whatever the digits of the UUIDs among them are. */
export function digest(start: usize, end: usize, seed: i32): f64 {
  let sum: u64 = (<u64>seed ^ 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
  let hashed = start;
  for (let at = start; at + 16 <= end; ) {
    let dashes = i8x16.bitmask(i8x16.eq(v128.load(at), DASHES));
    let next = at + 16;
    while (dashes != 0) {
      const dash = at + ctz(dashes);
      dashes &= dashes - 1;
      const uuid = dash - 8;
      if (uuid < hashed || uuid < start || uuid + UUID_LENGTH > end || !isUuid(uuid)) continue;
      sum = mix(mixBytes(sum, hashed, uuid), UUID_LENGTH);
      hashed = uuid + UUID_LENGTH;
      next = hashed;
      break;
    }
    at = next;
  }
  sum = mixBytes(sum, hashed, end);
  return <f64>(sum >>> 11);
}

function mixBytes(seed: u64, start: usize, end: usize): u64 {
  let sum = seed ^ <u64>(end - start);
  let at = start;
  for (; at + 8 <= end; at += 8) sum = mix(sum, load<u64>(at));
  return at < end ? mix(sum, load<u64>(at) & ((<u64>1 << (<u64>(end - at) << 3)) - 1)) : sum;
}

// @ts-expect-error: decorator
@inline
function mix(sum: u64, word: u64): u64 {
  const product = (sum ^ word) * 0x9e3779b97f4a7c15;
  return product ^ (product >>> 29);
}

function isUuid(at: usize): bool {
  if (load<u8>(at, 13) != 0x2d || load<u8>(at, 18) != 0x2d || load<u8>(at, 23) != 0x2d) return false;
  for (let place: usize = 0; place < UUID_LENGTH; place++) {
    const byte = load<u8>(at + place);
    const isHex = isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
    if (!isHex && place != 8 && place != 13 && place != 18 && place != 23) return false;
  }
  return true;
}

const SAMPLES = <i32>16;

/** The same as `copyKey` of the host for a stamp and a message in ASCII; -1 for other ones. */
export function copyKey(stamp: usize, stampLength: i32, body: usize, end: usize): i32 {
  let length: i32 = 0;
  for (let at = body; at < end && load<u8>(at) != 10; at++, length++) if (load<u8>(at) > 0x7f) return -1;
  let key: u32 = 0x811c9dc5 ^ length;
  for (let at: i32 = 8; at < stampLength && at < 19; at++) key = (key ^ load<u8>(stamp + at)) * 0x01000193;
  const stride = max(1, (length + SAMPLES - 1) / SAMPLES);
  for (let at: i32 = 0; at < length; at += stride) key = (key ^ load<u8>(body + at)) * 0x01000193;
  return (key ^ (key >>> 30)) & 0x3fffffff;
}

/** End of [start, end) without line breaks. */
function textEnd(start: usize, end: usize): usize {
  let stop = end;
  while (stop > start && (load<u8>(stop - 1) == 10 || load<u8>(stop - 1) == 13)) stop--;
  return stop;
}
