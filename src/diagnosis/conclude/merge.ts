import type { Judged } from './roles.ts';
import { workOf } from './work.ts';

/** Troubles that are one finding: the same cause about the same thing. Latest first. */
export type Group = readonly [Judged, ...Judged[]];

/** Groups by cause and subject; where no subject is known, the kind of work stands in for it. */
export function mergeTroubles(judged: readonly Judged[]): Group[] {
  const groups = new Map<string, [Judged, ...Judged[]]>();
  for (const trouble of judged) {
    const key = `${trouble.observation.cause}\n${aboutOf(trouble)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trouble]);
    else group.push(trouble);
  }
  return [...groups.values()].map(latestFirst);
}

function aboutOf({ observation, operation }: Judged): string {
  if (observation.subject !== null) return `${observation.subject.kind} ${observation.subject.id}`;
  return workOf(operation)[0] ?? [...operation.steps].sort().join(' ');
}

function latestFirst(group: [Judged, ...Judged[]]): Group {
  return group.sort(
    (a, b) =>
      Number(a.recoveredBy !== null) - Number(b.recoveredBy !== null) ||
      Number(a.role === 'consequence') - Number(b.role === 'consequence') ||
      (b.time ?? 0) - (a.time ?? 0) ||
      b.observation.last.moment.order - a.observation.last.moment.order,
  );
}
