import { LIMITS } from '../limits.ts';
import type { CopyCount, EngineState } from '../model.ts';

/** Where a record stands: the agent's own log, or a place that repeats it. */
export type RecordPlaceKind = 'main' | 'errors' | 'system';

/** Compared of a message; copies are equal to the letter, and the beginning tells different ones apart. */
const COMPARED = 120;

/**
 * Notes a record and says whether it was already counted elsewhere. `errors.log` repeats each error of the main log
 * and the journal repeats records of the core agent; where the main log was rotated away they are the original.
 * Two equal records in one file are two events.
 */
export function isCopy(state: EngineState, kind: RecordPlaceKind, stamp: string, body: string): boolean {
  const key = hashOf(stamp, body);
  const known = state.copies.get(key);
  if (known === undefined) {
    if (state.copies.size < LIMITS.copies) state.copies.set(key, { main: 0, errors: 0, system: 0, [kind]: 1 });
    return false;
  }
  const before = mostSeen(known);
  known[kind]++;
  return mostSeen(known) === before;
}

function mostSeen(count: CopyCount): number {
  return Math.max(count.main, count.errors, count.system);
}

/** FNV-1a over the second and the beginning of the message; 53 bits, so that collisions do not matter. */
function hashOf(stamp: string, body: string): number {
  const second = stamp.slice(0, 19);
  const newline = body.indexOf('\n');
  const text = body.slice(0, newline < 0 ? COMPARED : Math.min(newline, COMPARED));
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (const part of [second, text]) {
    for (let at = 0; at < part.length; at++) {
      const code = part.charCodeAt(at);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b);
    }
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
