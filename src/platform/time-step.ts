/**
 * Milliseconds: file systems keep times in steps of up to two seconds. A change in the step in which a file was looked
 * at last leaves no trace in its time.
 */
export const TIME_STEP = 2000;
