import { LIMITS } from '../limits.ts';
import type { EngineState } from '../model.ts';

/** Where a record stands: the agent's own log, or a place that repeats it. */
export type RecordPlaceKind = 'main' | 'errors' | 'system';

/** Characters of a message's first line that are compared, evenly spread: copies are equal to the letter. */
const SAMPLES = 16;

/** Each place counts in its own ten bits of one small number: there may be a hundred thousand of them. */
const SHIFT: Readonly<Record<RecordPlaceKind, number>> = { main: 0, errors: 10, system: 20 };
const MOST = 1023;

/**
 * Notes a record, by its `copyKey`, and says whether it was already counted elsewhere. `errors.log` repeats each error of the main log
 * and the journal repeats records of the core agent; where the main log was rotated away they are the original.
 * Two equal records in one file are two events.
 */
export function isCopy(state: EngineState, kind: RecordPlaceKind, key: number): boolean {
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
 * FNV-1a over the time, the length and samples of the message, in 30 bits, which V8 keeps without a box. Two
 * different records with one hash do harm only when one stands in `errors.log` and not in the main log. The kernel has
 * the same for bytes.
 */
export function copyKey(stamp: string, body: string): number {
  const newline = body.indexOf('\n');
  const length = newline < 0 ? body.length : newline;
  let hash = 0x811c9dc5 ^ length;
  for (let at = 8; at < stamp.length && at < 19; at++)
    hash = Math.imul(hash ^ stamp.charCodeAt(at), 0x01000193);
  const stride = Math.max(1, Math.ceil(length / SAMPLES));
  for (let at = 0; at < length; at += stride) hash = Math.imul(hash ^ body.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 30)) & 0x3fffffff;
}
