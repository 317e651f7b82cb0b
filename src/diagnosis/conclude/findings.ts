import type { Catalogue, CauseTexts } from '../../causes/catalogue.ts';
import { orderFindings } from '../../report/order.ts';
import type { Confidence, Evidence, Finding, Operation, Subject } from '../../report/report.ts';
import type { EngineState, Sighting } from '../model.ts';
import { type NodeNow, ONLY_FILES } from '../patching/now.ts';
import { chosenOf } from './chosen.ts';
import { evidenceOf } from './evidence.ts';
import { leftoversAsEvidence } from './leftovers.ts';
import type { Group } from './merge.ts';
import { mergeTroubles } from './merge.ts';
import { operationFacts } from './operation-facts.ts';
import { rankOf } from './ranking.ts';
import { type Judged, judge, type Roots, rootsOf } from './roles.ts';
import { isoOf, type Timeline } from './timeline.ts';
import { type Trouble, troublesOf } from './troubles.ts';

/** Lines quoted for a finding. */
const EVIDENCE = 6;

/** Everything that went wrong, judged: what findings are made of. */
export interface Judgement {
  readonly state: EngineState;
  readonly catalogue: Catalogue;
  readonly timeline: Timeline;
  readonly judged: readonly Judged[];
  readonly roots: Roots;
  /** What each root brought about. */
  readonly led: ReadonlyMap<Judged, readonly Judged[]>;
}

export function judgementOf(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  node: NodeNow = ONLY_FILES,
): Judgement {
  const judged = judge(troublesOf(state, catalogue, timeline, node), catalogue, timeline);
  const roots = rootsOf(judged);
  return { state, catalogue, timeline, judged, roots, led: ledBy(roots) };
}

/** The findings of everything that was read, or of what `isAbout` chooses, in the order of the report. */
export function findingsOf(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  node: NodeNow = ONLY_FILES,
  isAbout: (trouble: Trouble) => boolean = () => true,
): Finding[] {
  const judgement = judgementOf(state, catalogue, timeline, node);
  return findingsOn(judgement, chosenOf(judgement.judged, judgement.roots, isAbout));
}

/** The findings that some of the troubles make, in the order of the report. */
export function findingsOn(
  { state, catalogue, timeline, led }: Judgement,
  troubles: readonly Judged[],
): Finding[] {
  const ranks = new Map<Finding, number>();
  for (const group of mergeTroubles(troubles)) {
    const [latest] = group;
    const cause = catalogue.causes.get(latest.observation.cause);
    if (cause === undefined) continue;
    const finding = findingOf(group, cause, led, state, timeline);
    const outlivesRun = latest.observation.passesWith === 'later-run';
    ranks.set(finding, rankOf(finding, { generality: cause.generality, outlivesRun }));
  }
  return orderFindings([...ranks.keys()], (finding) => ranks.get(finding) ?? 0);
}

function findingOf(
  group: Group,
  cause: CauseTexts,
  led: ReadonlyMap<Judged, readonly Judged[]>,
  state: EngineState,
  timeline: Timeline,
): Finding {
  const latest = group[0];
  const operation = operationFacts(latest.operation, cause, state, timeline);
  const active = latest.recoveredBy === null;
  const { firstSeen, lastSeen } = spanOf(group, timeline);
  return {
    cause: cause.id,
    title: cause.title,
    area: cause.area,
    severity: cause.severity,
    status: active ? 'active' : 'recovered',
    role: latest.role,
    confidence: confidenceOf(group),
    subject: latest.observation.subject ?? subjectOf(operation, state),
    operation,
    firstSeen,
    lastSeen,
    count: countOf(group),
    recoveredBy: latest.recoveredBy === null ? null : { evidence: evidenceOf(latest.recoveredBy, timeline) },
    evidence: [...evidenceOfGroup(group, timeline), ...leftoversAsEvidence(state, cause.id)],
    leadsTo: leadsToOf(group, led),
    captures: { ...whereOf(latest, led.get(latest) ?? []), ...capturesOf(group) },
    ...textsOf(cause),
    live: null,
    ...(cause.origin === undefined ? {} : { rule: cause.origin }),
  };
}

function textsOf({ remedy, verify, docUrl }: CauseTexts): Pick<Finding, 'remedy' | 'verify' | 'docUrl'> {
  return { remedy, verify, docUrl };
}

function spanOf(group: Group, timeline: Timeline): { firstSeen: string | null; lastSeen: string | null } {
  const last = group.flatMap((trouble) => trouble.time ?? []);
  if (last.length === 0) return { firstSeen: null, lastSeen: null };
  const first = group.flatMap(({ observation }) => timeline.sortKey(observation.first.moment) ?? []);
  return { firstSeen: isoOf(Math.min(...first, ...last)), lastSeen: isoOf(Math.max(...last)) };
}

/** Repetition makes a weak hint stronger, but not certain. */
function confidenceOf(group: Group): Confidence {
  const known = group.map((trouble) => trouble.observation.confidence);
  if (known.includes('high')) return 'high';
  return known.includes('medium') || group.length > 2 ? 'medium' : 'low';
}

/** What was captured in the latest operation, the latest first; of two values of one name the first. */
function capturesOf([latest, ...others]: Group): Record<string, string> {
  const together = others.filter(({ operation }) => operation.key === latest.operation.key);
  const captures = [latest, ...together].toReversed().map(({ observation }) => observation.captures);
  return Object.assign({}, ...captures);
}

function subjectOf(operation: Operation, state: EngineState): Subject {
  if (operation.associationId !== null) return { kind: 'association', id: operation.associationId };
  if (operation.commandId !== null) return { kind: 'step', id: operation.commandId };
  return { kind: 'node', id: state.facts.id ?? 'this node' };
}

/** Latest and earliest line of the latest operations, with what stands around them; each file has its say first. */
function evidenceOfGroup(group: Group, timeline: Timeline): Evidence[] {
  const sightings: Sighting[] = [];
  for (const { observation } of group.slice(0, 4 * EVIDENCE)) {
    const { first, last, context } = observation;
    for (const sighting of [last, ...context, first]) {
      const isKnown = sightings.some((known) => known.file === sighting.file && known.line === sighting.line);
      if (!isKnown) sightings.push(sighting);
    }
  }
  const files = new Set<string>();
  const isFirstOfFile = ({ file }: Sighting): boolean => !files.has(file) && files.add(file).size > 0;
  const leading = sightings.filter(isFirstOfFile);
  const rest = sightings.filter((sighting) => !leading.includes(sighting));
  return [...leading, ...rest].slice(0, EVIDENCE).map((sighting) => evidenceOf(sighting, timeline));
}

/** What each root brought about. */
function ledBy(rootsOfEach: Roots): ReadonlyMap<Judged, readonly Judged[]> {
  const led = new Map<Judged, Judged[]>();
  for (const [consequence, roots] of rootsOfEach) {
    for (const root of roots) {
      const consequences = led.get(root);
      if (consequences === undefined) led.set(root, [consequence]);
      else consequences.push(consequence);
    }
  }
  return led;
}

function leadsToOf(group: Group, led: ReadonlyMap<Judged, readonly Judged[]>): string[] {
  if (group[0].role !== 'root') return [];
  const status = group[0].recoveredBy === null;
  const causes = group.flatMap((trouble) =>
    (trouble.recoveredBy === null) === status
      ? (led.get(trouble) ?? []).map(({ observation }) => observation.cause)
      : [],
  );
  return [...new Set(causes)].filter((cause) => cause !== group[0].observation.cause).sort();
}

/** The step of the document whose output shows it, and the exit status that the step ended with because of it. */
function whereOf(
  { operation, observation }: Judged,
  consequences: readonly Judged[],
): Record<string, string> {
  const where: Record<string, string> = {};
  const { file } = observation.last;
  for (const plugin of operation.steps) {
    const step = plugin.slice(plugin.lastIndexOf('/') + 1);
    if (step !== '' && file.includes(`/${plugin}/std`)) where.step = step;
  }
  for (const consequence of consequences) {
    const { captures, last } = consequence.observation;
    const isOfStep = where.step === undefined || folderOf(last.file) === folderOf(file);
    if (consequence.operation === operation && isOfStep && captures.exitCode !== undefined)
      where.exitCode = captures.exitCode;
  }
  return where;
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

/** Records, or where a step wrote, runs: a script that says a thing ten times has failed once. */
function countOf(group: Group): number {
  const runs = new Set<string>();
  const associations = new Set<string>();
  for (const { operation, observation } of group) {
    if (observation.family !== 'output') continue;
    runs.add(operation.key);
    if (operation.scope.kind === 'run' && operation.scope.associationId !== null)
      associations.add(operation.scope.associationId);
  }
  // What the agent says of a run that is counted, and of an association for its runs, is no further occurrence.
  const others = group.filter(
    ({ operation: { key, scope }, observation }) =>
      observation.family !== 'output' &&
      !runs.has(key) &&
      !(scope.kind === 'association' && associations.has(scope.associationId)),
  );
  return runs.size + others.reduce((sum, { observation }) => sum + observation.count, 0);
}
