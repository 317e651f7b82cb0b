import type { Clock } from '../../platform/clock.ts';

const FIRST_MS = 250;
const FIRST_THROTTLED_MS = 1000;
const LONGEST_MS = 20_000;

/**
 * Milliseconds to wait before the attempt that follows `failed` failures (1 or more): any time up to a limit that
 * doubles with each, so that the nodes of a fleet that failed together do not come back together.
 */
export function backoff(failed: number, throttled: boolean, clock: Pick<Clock, 'random'>): number {
  const first = throttled ? FIRST_THROTTLED_MS : FIRST_MS;
  return clock.random() * Math.min(LONGEST_MS, first * 2 ** (failed - 1));
}
