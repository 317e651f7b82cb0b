import type { CheckReason, CheckResult } from '../../report/verification-report.ts';

/** All that an earlier report, or this one, says about one cause and subject. */
export interface Standing {
  readonly isActive: boolean;
  /** Milliseconds UTC; null when not known. */
  readonly lastSeen: number | null;
  readonly count: number;
}

interface Sighted {
  readonly status: 'active' | 'recovered';
  readonly lastSeen: string | null;
  readonly count: number;
}

export interface Judgement {
  readonly result: CheckResult;
  readonly reason: CheckReason;
}

/** Null where nothing is said. As long as one of several findings about the same is active, these count alone. */
export function standingOf<T extends Sighted>(
  findings: readonly T[],
): (Standing & { readonly telling: readonly T[] }) | null {
  const active = findings.filter(({ status }) => status === 'active');
  const telling = active.length > 0 ? active : findings;
  if (telling.length === 0) return null;
  const times = telling.flatMap(({ lastSeen }) => (lastSeen === null ? [] : [Date.parse(lastSeen)]));
  return {
    isActive: active.length > 0,
    lastSeen: times.length > 0 ? Math.max(...times) : null,
    count: telling.reduce((sum, { count }) => sum + count, 0),
    telling,
  };
}

/** What became of a cause that the earlier report had active, or did not have: null. */
export function judgedAgainst(before: Standing | null, now: Standing | null): Judgement {
  if (now === null) return { result: 'not-yet-provable', reason: 'gone' };
  if (!now.isActive) return { result: 'fixed', reason: 'succeeded' };
  if (before?.isActive !== true) return { result: 'still-there', reason: 'new' };
  return happenedSince(before, now)
    ? { result: 'still-there', reason: 'happened-again' }
    : { result: 'not-yet-provable', reason: 'nothing-since' };
}

/** The same from the evidence alone: trouble that came again is there until something proves that it is not. */
export function judgedAlone({ isActive, count }: Standing): Judgement {
  if (!isActive) return { result: 'fixed', reason: 'succeeded' };
  return count > 1
    ? { result: 'still-there', reason: 'repeated' }
    : { result: 'not-yet-provable', reason: 'nothing-since' };
}

/** Counts go down when logs are rolled away, so that times tell first. */
function happenedSince(before: Standing, now: Standing): boolean {
  if (before.lastSeen !== null && now.lastSeen !== null && before.lastSeen !== now.lastSeen)
    return now.lastSeen > before.lastSeen;
  return now.count > before.count;
}
