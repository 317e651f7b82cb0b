import type { Moment, Sighting } from './model.ts';

/** Negative when `a` is earlier. Without two times of one clock the order of reading decides. */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== null && b.at !== null && a.clock === b.clock && a.at !== b.at) return a.at - b.at;
  return a.order - b.order;
}

export function isLater(a: Moment, b: Moment): boolean {
  return compareMoments(a, b) > 0;
}

export function earlier(a: Sighting, b: Sighting): Sighting {
  return compareMoments(a.moment, b.moment) <= 0 ? a : b;
}

export function later(a: Sighting, b: Sighting): Sighting {
  return compareMoments(a.moment, b.moment) >= 0 ? a : b;
}
