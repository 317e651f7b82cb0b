/**
 * When the next report is made. Two clocks count: what the schedule says is by the clock on the wall, which may be set;
 * all other waiting is by time that passes.
 */
export interface Plan {
  /** The next time of the schedule; null where there is none, or it has just been used. */
  readonly slot: Slot | null;
  /** The last time of the schedule at which there was a report, and when that was in time that passes. */
  readonly done: (Slot & { readonly elapsed: number }) | null;
  /** Changes that no report tells yet, in time that passes. */
  readonly change: { readonly first: number; readonly last: number } | null;
  /** In time that passes. */
  readonly lastStart: number | null;
  /** When what failed is tried again, in time that passes. */
  readonly retry: number | null;
  /** In a row. */
  readonly failures: number;
}

export interface Slot {
  /** Milliseconds UTC. */
  readonly at: number;
  /** Milliseconds to the next one. */
  readonly gap: number;
}

/** Milliseconds of both clocks. */
export interface Now {
  readonly wall: number;
  readonly elapsed: number;
}

/** Milliseconds. */
export interface Waits {
  /** After a time of the schedule, on this node. */
  readonly delay: number;
  /** After the last change. */
  readonly settle: number;
  /** From start to start. */
  readonly atMostEvery: number;
  /** After so many failures in a row. */
  readonly backoff: (failures: number) => number;
}

export type Why = 'schedule' | 'change' | 'retry';

export interface NextStart {
  /** In time that passes. */
  readonly at: number;
  readonly why: Why;
}

export const NOTHING_PLANNED: Plan = {
  slot: null,
  done: null,
  change: null,
  lastStart: null,
  retry: null,
  failures: 0,
};

/** The earliest that is planned; null where nothing is. */
export function nextStart(plan: Plan, waits: Waits, now: Now): NextStart | null {
  const planned: NextStart[] = [];
  if (plan.slot !== null) planned.push({ at: dueAt(plan.slot, waits, now), why: 'schedule' });
  if (plan.change !== null) planned.push({ at: settledAt(plan.change, waits), why: 'change' });
  if (plan.retry !== null) planned.push({ at: plan.retry, why: 'retry' });
  const [first] = planned.sort((a, b) => a.at - b.at);
  if (first === undefined) return null;
  const earliest = plan.lastStart === null ? first.at : plan.lastStart + waits.atMostEvery;
  return { ...first, at: Math.max(first.at, earliest) };
}

/** Who changes all the time is not waited for longer than a report may have to wait anyway. */
function settledAt({ first, last }: NonNullable<Plan['change']>, { settle, atMostEvery }: Waits): number {
  return Math.min(last + settle, first + Math.max(settle, atMostEvery));
}

/** In time that passes, as long as nobody sets the clock. */
function dueAt({ at }: Slot, { delay }: Waits, { wall, elapsed }: Now): number {
  return elapsed + at + delay - wall;
}

export function withChange(plan: Plan, { elapsed }: Now): Plan {
  return { ...plan, change: { first: plan.change?.first ?? elapsed, last: elapsed } };
}

/** Takes the next time of the schedule from those that it gives for now, at least three. */
export function withSlots(plan: Plan, times: readonly number[], waits: Waits, now: Now): Plan {
  const slots = times.slice(1).map((time, index): Slot => {
    const at = times[index] ?? time;
    return { at, gap: time - at };
  });
  const slot = slots.find((slot) => !isRepeated(slot, plan, waits, now)) ?? slots[0] ?? null;
  return { ...plan, slot };
}

/** So much of the usual time between two has passed where a time of the schedule is not the same as before. */
const USUAL = 0.9;

/** Was the clock set back, so that a time at which there was a report comes again too soon? */
export function isRepeated(slot: Slot, { done }: Plan, waits: Waits, now: Now): boolean {
  return done !== null && slot.at <= done.at && dueAt(slot, waits, now) - done.elapsed < USUAL * done.gap;
}

/** Is it time for the schedule's next? */
export function isDue(plan: Plan, waits: Waits, now: Now): boolean {
  return plan.slot !== null && dueAt(plan.slot, waits, now) <= now.elapsed;
}

/** A report begins, and tells all that has changed until now. */
export function withStart(plan: Plan, waits: Waits, now: Now): Plan {
  const begun = { ...plan, change: null, retry: null, lastStart: now.elapsed };
  const { slot } = plan;
  if (slot === null || !isDue(plan, waits, now)) return begun;
  return { ...begun, slot: null, done: { ...slot, elapsed: now.elapsed } };
}

/** A report has ended: what did not arrive is tried again. */
export function withEnd(plan: Plan, isDelivered: boolean, waits: Waits, { elapsed }: Now): Plan {
  if (isDelivered) return { ...plan, failures: 0, retry: null };
  const failures = plan.failures + 1;
  return { ...plan, failures, retry: elapsed + waits.backoff(failures) };
}
