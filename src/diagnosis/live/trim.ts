import type { EngineState } from '../model.ts';

/** Runs that are kept to be compared with later ones: the latest of several documents. */
const MOST_OPERATIONS = 64;
/** Records that `errors.log` may repeat; it does so within the second. */
const MOST_COPIES = 8192;

/**
 * Forgets the oldest of what was seen, so that a state that is never begun anew stays small. What concerns the agent
 * itself is kept. Gives the keys of the operations that were forgotten.
 */
export function trim(state: EngineState, isActive: (key: string) => boolean): readonly string[] {
  forgetOldest(state.copies, MOST_COPIES);
  const forgotten: string[] = [];
  if (state.operations.size <= MOST_OPERATIONS) return forgotten;
  for (const key of state.operations.keys()) {
    if (forgotten.length >= MOST_OPERATIONS / 4) break;
    if (key !== 'agent' && !isActive(key)) forgotten.push(key);
  }
  for (const key of forgotten) state.operations.delete(key);
  return forgotten;
}

/** Keeps the newer half where there are too many. */
function forgetOldest<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  let left = map.size - most / 2;
  for (const key of map.keys()) {
    if (left-- <= 0) break;
    map.delete(key);
  }
}
