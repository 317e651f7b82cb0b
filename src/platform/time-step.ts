/**
 * Milliseconds: file systems keep times in steps of up to two seconds. A change in the step in which a file was looked
 * at last leaves no trace in its time.
 */
export const TIME_STEP = 2000;

/** A time with a fraction of a second is of a file system that keeps such; their steps are those of the system's clock. */
const FINE_STEP = 100;

/** Milliseconds after which a change leaves a time that differs from this one. */
export function stepAfter(time: number): number {
  return time % 1000 === 0 ? TIME_STEP : FINE_STEP;
}
