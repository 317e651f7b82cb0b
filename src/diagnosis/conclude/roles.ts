import type { Catalogue, CauseTexts } from '../../causes/catalogue.ts';
import { isAfter, type Timeline } from './timeline.ts';
import type { Trouble } from './troubles.ts';
import { twinsIn } from './twins.ts';
import { isInstall, isPatching } from './work.ts';

/** A trouble with its place in the chain of cause and consequence. */
export interface Judged extends Trouble {
  readonly role: 'root' | 'consequence';
  /** What brought it about, nearest first; empty for a root. */
  readonly explainedBy: readonly Trouble[];
}

/** Generic trouble of the agent within this distance of a specific one is taken for its consequence. */
const NEAR = 5 * 60_000;

/**
 * Tells roots from consequences. Active and recovered troubles are judged apart: what has passed explains nothing
 * that is still there. But a consequence passes with its root: one that nothing active explains is over when the
 * root that explains it recovered later.
 */
export function judge(troubles: readonly Trouble[], catalogue: Catalogue, timeline: Timeline): Judged[] {
  const active = judgeTogether(troubles.filter(isActive), catalogue, timeline);
  const past = indexByScope(
    troubles.filter((trouble) => !isActive(trouble)),
    catalogue,
  );
  const passed = active.map((trouble) => {
    if (trouble.role === 'consequence') return trouble;
    const root = past
      .near(trouble)
      .find((other) => explains(other, trouble, catalogue, timeline) && outlived(other, trouble, timeline));
    return root === undefined ? trouble : { ...trouble, recoveredBy: root.recoveredBy };
  });
  const recovered = [...passed, ...troubles].filter((trouble) => !isActive(trouble));
  return [...passed.filter(isActive), ...judgeTogether(recovered, catalogue, timeline)];
}

function isActive(trouble: Trouble): boolean {
  return trouble.recoveredBy === null;
}

/** Did the root recover after the consequence last showed? */
function outlived(root: Trouble, trouble: Trouble, timeline: Timeline): boolean {
  return root.recoveredBy !== null && isAfter(timeline, root.recoveredBy, trouble.observation.last);
}

function judgeTogether(troubles: readonly Trouble[], catalogue: Catalogue, timeline: Timeline): Judged[] {
  const explainers = indexByScope(troubles, catalogue);
  const judged = troubles.map((trouble): Judged => {
    const explainedBy = explainers
      .near(trouble)
      .filter((other) => other !== trouble && explains(other, trouble, catalogue, timeline));
    return { ...trouble, role: explainedBy.length > 0 ? 'consequence' : 'root', explainedBy };
  });
  // What the agent says of itself at the same time as of a run has the same reason.
  const consequences = judged.filter(({ role }) => role === 'consequence');
  const twins = twinsIn(consequences, ({ observation }) => observation.cause);
  return judged.map((trouble) => {
    const [twin] = trouble.role === 'root' ? twins.of(trouble) : [];
    return twin === undefined ? trouble : { ...trouble, role: 'consequence', explainedBy: twin.explainedBy };
  });
}

/** For each consequence the roots at the end of the chain of its causes. */
export type Roots = ReadonlyMap<Judged, ReadonlySet<Judged>>;

/** Follows what explains each consequence to the roots. */
export function rootsOf(judged: readonly Judged[]): Roots {
  const byObservation = new Map(judged.map((trouble) => [trouble.observation, trouble]));
  const roots = new Map<Judged, Set<Judged>>();
  for (const consequence of judged) {
    if (consequence.role === 'root') continue;
    const seen = new Set<Judged>();
    const found = new Set<Judged>();
    const open = [consequence];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (next.role === 'root') found.add(next);
      for (const { observation } of next.explainedBy) {
        const cause = byObservation.get(observation);
        if (cause !== undefined) open.push(cause);
      }
    }
    roots.set(consequence, found);
  }
  return roots;
}

function explains(root: Trouble, trouble: Trouble, catalogue: Catalogue, timeline: Timeline): boolean {
  if (root.observation.cause === trouble.observation.cause) return false;
  const rootCause = catalogue.causes.get(root.observation.cause);
  const cause = catalogue.causes.get(trouble.observation.cause);
  if (rootCause === undefined || cause === undefined) return false;
  // What wraps a thing has not brought it about.
  if (isWrapped(trouble, root, cause, rootCause)) return false;
  if (rootCause.leadsTo.includes(cause.id)) {
    const isOfAgent = [root, trouble].some(({ operation }) => operation.scope.kind === 'agent');
    return !isOfAgent || isNear(root, trouble, timeline);
  }
  if (keptFromInstalling(root, trouble, catalogue)) return true;
  // How the node stands is what an installation left, not what made it fail.
  if (root.observation.passesWith === 'node' && isOfInstall(trouble, catalogue)) return false;
  if (rootCause.generality === 'generic') return false;
  if (isWrapped(root, trouble, rootCause, cause)) return true;
  // Nor is what brings a thing about brought about by it.
  if (cause.leadsTo.includes(rootCause.id)) return false;
  if (cause.generality !== 'generic') return false;
  // The run went on in spite of the root: how it ended has another reason.
  if (outlivesRun(root) && !outlivesRun(trouble)) return false;
  if (root.operation !== trouble.operation)
    return root.operation.scope.kind === 'run' && trouble.operation.scope.kind !== 'agent';
  return trouble.operation.scope.kind !== 'agent' || isNear(root, trouble, timeline);
}

function outlivesRun({ observation }: Trouble): boolean {
  return observation.passesWith === 'later-run';
}

/** Areas whose troubles keep an installation from installing. */
const OF_INSTALLING: ReadonlySet<string> = new Set([
  'host',
  'network',
  'package',
  'patch',
  'repository',
  'windows-update',
]);

/** Patches are missing because the installation that was to bring them failed, before the scan that tells or after it. */
function keptFromInstalling(root: Trouble, { observation }: Trouble, catalogue: Catalogue): boolean {
  return observation.cause === 'PATCH_MISSING_APPROVED' && isOfInstall(root, catalogue);
}

function isOfInstall({ operation, observation }: Trouble, catalogue: Catalogue): boolean {
  if (operation.scope.kind !== 'run' || !isPatching(operation) || !isInstall(operation)) return false;
  if (observation.passesWith === 'node' && observation.cause !== 'PATCH_INSTALL_FAILED') return false;
  const cause = catalogue.causes.get(observation.cause);
  return cause !== undefined && OF_INSTALLING.has(cause.area) && /^(?:CRITICAL|HIGH)$/.test(cause.severity);
}

/** Areas whose troubles an envelope of a step may wrap although other lines stand between them (exit status 127). */
const BENEATH: ReadonlyMap<string, readonly string[]> = new Map([
  ['repository', ['network', 'repository']],
  ['package', ['network', 'host', 'package']],
  ['host', ['network', 'repository', 'package', 'host', 'document']],
]);

/**
 * Is the trouble an envelope, and the root what it wraps? Either both stand in one record, or a lower layer failed in
 * the same run: then the tool says so in words of its own (apt finds no Release file, dpkg returned an error code).
 */
function isWrapped(
  root: Trouble,
  { operation, observation }: Trouble,
  rootCause: CauseTexts,
  cause: CauseTexts,
): boolean {
  if (!observation.envelope || rootCause.generality === 'generic') return false;
  if (observation.beside.has(rootCause.id)) return true;
  if (root.operation !== operation || observation.family !== 'output') return false;
  if (rootCause.area === cause.area && root.observation.envelope) return false;
  return BENEATH.get(cause.area)?.includes(rootCause.area) === true;
}

/** Do the spans in which both showed come close to each other? */
function isNear(a: Trouble, b: Trouble, timeline: Timeline): boolean {
  const from = (trouble: Trouble): number => timeline.sortKey(trouble.observation.first.moment) ?? Number.NaN;
  const to = (trouble: Trouble): number => timeline.sortKey(trouble.observation.last.moment) ?? Number.NaN;
  const gap = Math.max(from(a) - to(b), from(b) - to(a));
  return Number.isNaN(gap) || gap <= NEAR;
}

/**
 * Which troubles may explain another: those of its own operation, those of the runs of the same association,
 * between the agent and the runs those that are known to bring it about, and for states of patches those of other
 * patch runs that do.
 */
function indexByScope(
  troubles: readonly Trouble[],
  catalogue: Catalogue,
): { near(trouble: Trouble): readonly Trouble[] } {
  const byOperation = new Map<string, Trouble[]>();
  const byAssociation = new Map<string, Trouble[]>();
  const ofAgent = new Map<string, Trouble[]>();
  const ofRuns = new Map<string, Trouble[]>();
  const ofInstalls: Trouble[] = [];
  const ofPatching = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const { scope, key } = trouble.operation;
    push(byOperation, key, trouble);
    if (scope.kind === 'run' && scope.associationId !== null)
      push(byAssociation, scope.associationId, trouble);
    if (isOfInstall(trouble, catalogue)) ofInstalls.push(trouble);
    const leadsTo = catalogue.causes.get(trouble.observation.cause)?.leadsTo ?? [];
    const isOfPatching = isPatching(trouble.operation);
    for (const cause of leadsTo) {
      push(scope.kind === 'agent' ? ofAgent : ofRuns, cause, trouble);
      if (isOfPatching) push(ofPatching, cause, trouble);
    }
  }
  return {
    near({ operation, observation }) {
      const own = byOperation.get(operation.key) ?? [];
      if (operation.scope.kind === 'agent') return [...own, ...(ofRuns.get(observation.cause) ?? [])];
      const agent = ofAgent.get(observation.cause) ?? [];
      const runs =
        operation.scope.kind === 'association'
          ? (byAssociation.get(operation.scope.associationId) ?? [])
          : [];
      const installs = observation.cause === 'PATCH_MISSING_APPROVED' ? ofInstalls : [];
      // How the node stands is told again by each run, also by those before the one that shows why.
      const patching = observation.passesWith === 'node' ? (ofPatching.get(observation.cause) ?? []) : [];
      const others = [...agent, ...runs, ...installs, ...patching];
      return others.length === 0 ? own : [...new Set([...own, ...others])];
    },
  };
}

function push(into: Map<string, Trouble[]>, key: string, trouble: Trouble): void {
  const list = into.get(key);
  if (list === undefined) into.set(key, [trouble]);
  else list.push(trouble);
}
