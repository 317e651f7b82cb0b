/** Times of a schedule by the clock of this machine. */
export interface Schedule {
  /** The next so many after now, milliseconds UTC. */
  next(count: number): number[];
}

/**
 * The schedule of five fields of cron, in the zone of this machine. A local time that a day does not have is left out,
 * and one that it has twice counts once.
 *
 * @throws Error where it is none
 */
export async function cronSchedule(expression: string): Promise<Schedule> {
  const { createTask } = await import('node-cron');
  // Never started: it is asked for times only, since its own timers know nothing of clocks that are set.
  const task = createTask(expression, () => undefined);
  return { next: (count) => task.getNextRuns(count).map((date) => date.getTime()) };
}
