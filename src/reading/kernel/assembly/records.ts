// The agent's records: where they begin and end, and their heads. Addresses are those of layout.ts.

import { digestBeyondNumbers } from './digests';
import { digitsAt, isDigit } from './digits';
import { lineEnd, lineStart, textEnd } from './lines';

const HEAD: usize = 16320;

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

/**
 * Reads an agent's record in [start, end) with the usual head, `2006-01-02 15:04:05[.0000] LEVEL `, perhaps with where in
 * the program it was written; 0 when it has another one. Writes to HEAD, as numbers: the time in milliseconds, how long
 * the stamp is, how long the head is, the first letter of the level, the end of the text, the digest of what stands
 * behind the head, with the level and what `literals` says, and where the message begins, or 0.
 */
export function readRecord(start: usize, end: usize, literals: i32): i32 {
  const stop = textEnd(start, end);
  if (readHead(start, stop) == 0) return 0;
  const body = start + <usize>load<f64>(HEAD, 16);
  store<f64>(HEAD, <f64>stop, 32);
  store<f64>(HEAD, digestBeyondNumbers(body, stop, literals ^ <i32>load<f64>(HEAD, 24)), 40);
  store<f64>(HEAD, <f64>messageAt(body, stop), 48);
  return 1;
}

const MOST_CONTEXTS = 16;
const LONGEST_CONTEXT = <usize>300;

/** Where the message begins behind the contexts; 0 where that is left to parsers/agent-log/record.ts, which says how. */
function messageAt(from: usize, end: usize): usize {
  let at = from;
  for (let contexts = 0; contexts < MOST_CONTEXTS; contexts++) {
    if (at >= end || load<u8>(at) != 0x5b) return mayBeBareContext(at) ? 0 : at;
    let close = at + 1;
    let hasBlank = false;
    let hasEquals = false;
    for (; ; close++) {
      if (close - at > LONGEST_CONTEXT || close + 1 >= end) return at;
      const byte = load<u8>(close);
      if (byte > 0x7e) return 0;
      if (byte == 0x5d && load<u8>(close, 1) == 0x20) break;
      if (byte == 10) return at;
      if (byte == 0x20) hasBlank = true;
      if (byte == 0x3d) hasEquals = true;
    }
    if (hasBlank && !hasEquals) return at;
    at = close + 2;
  }
  return at;
}

/** Four modules write their contexts without brackets; the first eight letters tell. */
function mayBeBareContext(at: usize): bool {
  const word = load<u64>(at);
  return (
    word == 0x50656c6f52324345 || word == 0x69767265534d5353 || word == 0x3353657461647055 || word == 0x75646f4d65726f43
  );
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
