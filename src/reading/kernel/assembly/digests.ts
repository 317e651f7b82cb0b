// Digests of texts, by which the host knows them again.

import { digitsAt, isDigit } from './digits';
import { textEnd } from './lines';

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

const DASHES: v128 = i8x16.splat(0x2d);
const UUID_LENGTH = <usize>36;

/** A number of 53 bits for the bytes in [start, end), whatever the digits of the UUIDs among them are. */
export function digest(start: usize, end: usize, seed: i32): f64 {
  return digestBeyond(false, start, end, seed);
}

/** The same whatever the digits of the numbers are, too; not so where one follows a word, as in `s3` or `us-east-1`. */
export function digestBeyondNumbers(start: usize, end: usize, seed: i32): f64 {
  return digestBeyond(true, start, end, seed);
}

// @ts-expect-error: decorator
@inline
function digestBeyond(numbers: bool, start: usize, end: usize, seed: i32): f64 {
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
      sum = mix(mixBytes(numbers, sum, hashed, uuid), UUID_LENGTH);
      hashed = uuid + UUID_LENGTH;
      next = hashed;
      break;
    }
    at = next;
  }
  sum = mixBytes(numbers, sum, hashed, end);
  return <f64>(sum >>> 11);
}

// @ts-expect-error: decorator
@inline
function mixBytes(numbers: bool, seed: u64, start: usize, end: usize): u64 {
  let sum = seed ^ <u64>(end - start);
  let at = start;
  for (; at + 8 <= end; at += 8) sum = mix(sum, numbers ? withoutNumbers(at) : load<u64>(at));
  if (at >= end) return sum;
  const rest = (<u64>1 << (<u64>(end - at) << 3)) - 1;
  return mix(sum, (numbers ? withoutNumbers(at) : load<u64>(at)) & rest);
}

const EACH: u64 = 0x0101010101010101;

/** Eight bytes, with a zero for each digit of a number. */
function withoutNumbers(at: usize): u64 {
  let word = load<u64>(at);
  const value = word ^ (0x30 * EACH);
  let digits = ~(((value & (0x7f * EACH)) + 0x76 * EACH) | value) & (0x80 * EACH);
  for (; digits != 0; digits &= digits - 1) {
    const place = <usize>(ctz(digits) >>> 3);
    if (isOfNumber(at + place)) word &= ~(<u64>0x0f << (place << 3));
  }
  return word;
}

/** Numbers have no more digits; what is behind them counts. */
const LONGEST_NUMBER = <usize>20;

/**
 * Is the digit at `at` none of a word? Those of words stand behind a letter, `-` or `_`; behind the `-` or `T` of a time
 * stand numbers. That of `0x` belongs to a word, too.
 */
function isOfNumber(at: usize): bool {
  if (load<u8>(at, 1) == 0x78) return false;
  let start = at;
  while (isDigit(load<u8>(start - 1))) if (at - --start == LONGEST_NUMBER) return false;
  const before = load<u8>(start - 1);
  const letter = before | 0x20;
  if (letter >= 0x61 && letter <= 0x7a && before != 0x54) return false;
  return (before != 0x54 && before != 0x2d && before != 0x5f) || isDigit(load<u8>(start - 2));
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
