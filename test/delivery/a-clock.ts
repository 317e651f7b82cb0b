import type { Clock } from '../../src/platform/clock.ts';

/** A clock that goes on only while somebody sleeps; `slept` has every pause in milliseconds. */
export function aClock(start = Date.parse('2026-11-25T01:00:00Z')): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let elapsed = 0;
  return {
    slept,
    now: () => start + elapsed,
    elapsed: () => elapsed,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      elapsed += milliseconds;
    },
    random: () => 0.5,
  };
}
