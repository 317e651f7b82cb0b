import { LIMITS } from '../limits.ts';
import type { EngineState } from '../model.ts';

/** Where a record stands: the agent's own log, or a place that repeats it. */
export type RecordPlaceKind = 'main' | 'errors' | 'system';

/** Compared of a message's first line, at its beginning and end: copies are equal to the letter. */
const BEGINNING = 40;
const END = 24;

/** Each place counts in its own ten bits of one small number: there may be a hundred thousand of them. */
const SHIFT: Readonly<Record<RecordPlaceKind, number>> = { main: 0, errors: 10, system: 20 };
const MOST = 1023;

/**
 * Notes a record and says whether it was already counted elsewhere. `errors.log` repeats each error of the main log
 * and the journal repeats records of the core agent; where the main log was rotated away they are the original.
 * Two equal records in one file are two events.
 */
export function isCopy(state: EngineState, kind: RecordPlaceKind, stamp: string, body: string): boolean {
  const key = hashOf(stamp, body);
  const known = state.copies.get(key);
  if (known === undefined) {
    if (state.copies.size < LIMITS.copies) state.copies.set(key, 1 << SHIFT[kind]);
    return false;
  }
  const before = mostSeen(known);
  const own = (known >>> SHIFT[kind]) & MOST;
  if (own === MOST) return before > own;
  const now = known + (1 << SHIFT[kind]);
  state.copies.set(key, now);
  return mostSeen(now) === before;
}

function mostSeen(counts: number): number {
  return Math.max(counts & MOST, (counts >>> SHIFT.errors) & MOST, (counts >>> SHIFT.system) & MOST);
}

/**
 * FNV-1a over the second and the borders of the message, in 30 bits, which V8 keeps without a box. Two different
 * records with one hash do harm only when one stands in `errors.log` and not in the main log.
 */
function hashOf(stamp: string, body: string): number {
  const newline = body.indexOf('\n');
  const length = newline < 0 ? body.length : newline;
  const time = hashed(0x811c9dc5 ^ length, stamp, 8, Math.min(19, stamp.length));
  const hash = hashed(
    hashed(time, body, 0, Math.min(length, BEGINNING)),
    body,
    Math.max(0, length - END),
    length,
  );
  return (hash ^ (hash >>> 30)) & 0x3fffffff;
}

function hashed(seed: number, text: string, start: number, end: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
