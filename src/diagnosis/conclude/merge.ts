import type { Judged } from './roles.ts';
import type { Trouble } from './troubles.ts';
import { twinsIn } from './twins.ts';
import { workOf } from './work.ts';

/** Troubles that are one finding: the same cause about the same thing. Latest first. */
export type Group = readonly [Judged, ...Judged[]];

/** Groups by cause and subject; where no subject is known, the kind of work stands in for it. */
export function mergeTroubles(judged: readonly Judged[]): Group[] {
  const groups = new Map<string, [Judged, ...Judged[]]>();
  const named = subjectsInOperations(judged);
  const inRuns = subjectsInRuns(judged);
  const twins = twinsIn(judged, kindOf);
  const aboutRuns = (trouble: Judged): string | undefined => {
    const { scope } = trouble.operation;
    if (scope.kind === 'association') return inRuns.get(keyInAssociation(trouble));
    const [twin] = twins.of(trouble);
    return twin === undefined ? undefined : aboutOf(twin);
  };
  for (const trouble of judged) {
    const about =
      trouble.observation.subject === null
        ? (named.get(keyInOperation(trouble)) ?? aboutRuns(trouble))
        : undefined;
    const key = `${trouble.observation.cause}\n${about ?? aboutOf(trouble)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [trouble]);
    else group.push(trouble);
  }
  return [...groups.values()].map(latestFirst);
}

function kindOf({ observation: { cause }, recoveredBy }: Trouble): string {
  return `${cause}\n${recoveredBy === null}`;
}

/** What a cause is about in an operation, where one of its lines names it: the lines that do not mean the same. */
function subjectsInOperations(judged: readonly Judged[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const trouble of judged) {
    const key = keyInOperation(trouble);
    if (trouble.observation.subject !== null && !named.has(key)) named.set(key, aboutOf(trouble));
  }
  return named;
}

/** What a cause is about in the runs of an association: the status that the agent reports of it repeats their errors. */
function subjectsInRuns(judged: readonly Judged[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const trouble of judged) {
    const key = keyInAssociation(trouble);
    const isBetter = trouble.observation.subject !== null || !named.has(key);
    if (key !== '' && trouble.operation.scope.kind === 'run' && isBetter) named.set(key, aboutOf(trouble));
  }
  return named;
}

function keyInAssociation({ operation: { scope }, observation, recoveredBy }: Judged): string {
  const id = scope.kind === 'run' || scope.kind === 'association' ? scope.associationId : null;
  return id === null ? '' : `${id}\n${observation.cause}\n${recoveredBy === null}`;
}

function keyInOperation({ operation, observation, recoveredBy }: Judged): string {
  return `${operation.key}\n${observation.cause}\n${recoveredBy === null}`;
}

function aboutOf({ observation, operation }: Judged): string {
  if (observation.subject !== null) return `${observation.subject.kind} ${observation.subject.id}`;
  const work = workOf(operation)[0];
  // The scan finds again what the installation left, and the log what the run said: one thing to mend.
  if (work?.startsWith('patch/') === true || operation.scope.kind === 'package-log') return 'patching';
  return work ?? [...operation.steps].sort().join(' ');
}

/**
 * Of one run, what its steps wrote stands before what the agent logged; what the agent says of an association or of
 * itself stands behind the runs that it is about.
 */
function latestFirst(group: [Judged, ...Judged[]]): Group {
  const ended = new Map<string, number>();
  for (const { operation, time } of group)
    ended.set(operation.key, Math.max(time ?? 0, ended.get(operation.key) ?? 0));
  const end = ({ operation }: Judged): number => ended.get(operation.key) ?? 0;
  return group.sort(
    (a, b) =>
      Number(a.recoveredBy !== null) - Number(b.recoveredBy !== null) ||
      Number(a.role === 'consequence') - Number(b.role === 'consequence') ||
      Number(a.observation.subject === null) - Number(b.observation.subject === null) ||
      Number(a.operation.scope.kind !== 'run') - Number(b.operation.scope.kind !== 'run') ||
      end(b) - end(a) ||
      compareKeys(a.operation.key, b.operation.key) ||
      Number(b.observation.family === 'output') - Number(a.observation.family === 'output') ||
      (b.time ?? 0) - (a.time ?? 0) ||
      b.observation.last.moment.order - a.observation.last.moment.order,
  );
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
