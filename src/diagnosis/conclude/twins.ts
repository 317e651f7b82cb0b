import { isLater } from '../moments.ts';
import type { Trouble } from './troubles.ts';

/** The agent often says a second time, without naming the run or association, what it said of one. */
const SAME_EVENT = 60_000;

/** Finds what runs and associations had at the same time as the agent said it of itself, nearest first. */
export interface Twins<T extends Trouble> {
  of(trouble: Trouble): readonly T[];
}

/** `kindOf` tells which troubles may be the same. */
export function twinsIn<T extends Trouble>(
  troubles: readonly T[],
  kindOf: (trouble: Trouble) => string,
): Twins<T> {
  const byKind = new Map<string, T[]>();
  for (const trouble of troubles) {
    const { scope } = trouble.operation;
    const isNamed = scope.kind === 'run' || scope.kind === 'association';
    if (!isNamed || trouble.observation.family !== 'agent') continue;
    const known = byKind.get(kindOf(trouble));
    if (known === undefined) byKind.set(kindOf(trouble), [trouble]);
    else known.push(trouble);
  }
  return {
    of(trouble) {
      if (trouble.operation.scope.kind !== 'agent' || trouble.observation.subject !== null) return [];
      return (byKind.get(kindOf(trouble)) ?? [])
        .filter((other) => distance(other, trouble) <= SAME_EVENT)
        .sort((a, b) => distance(a, trouble) - distance(b, trouble));
    },
  };
}

function distance(a: Trouble, b: Trouble): number {
  return a.time === null || b.time === null ? Number.POSITIVE_INFINITY : Math.abs(a.time - b.time);
}

/** What the agent said without a name has passed when all that it can have meant has passed. */
export function settleTwins(troubles: readonly Trouble[]): Trouble[] {
  const twins = twinsIn(troubles, ({ observation }) => observation.cause);
  return troubles.map((trouble) => {
    if (trouble.recoveredBy !== null) return trouble;
    const proofs = twins.of(trouble).map(({ recoveredBy }) => recoveredBy);
    const [proof = null] = proofs.toSorted((a, b) =>
      a === null || (b !== null && isLater(b.moment, a.moment)) ? 1 : -1,
    );
    return proofs.includes(null) || proof === null ? trouble : { ...trouble, recoveredBy: proof };
  });
}
