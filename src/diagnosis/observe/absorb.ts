import type { Catalogue, CatalogueSignal, Located } from '../../causes/catalogue.ts';
import type { RecordFamily, Recovery, Success } from '../../causes/cause.ts';
import type { Subject } from '../../report/report.ts';
import { LIMITS } from '../limits.ts';
import type {
  EngineState,
  Observation,
  OperationScope,
  OperationState,
  Sighting,
  SuccessSighting,
} from '../model.ts';
import { compareMoments, earlier, later } from '../moments.ts';
import { operationKey, successKey } from '../operation-key.ts';
import { noteAgentReboot, noteBoot } from '../patching/note.ts';
import { recovers } from '../recovery.ts';
import { FACT_GROUPS } from '../scan/matchers.ts';
import type { RecordReading, Said } from './reading-of.ts';
import { serviceOf } from './service.ts';
import { subjectOf } from './subject.ts';

/** Where a record stands and how its lines are quoted. */
export interface RecordPlace {
  readonly operation: OperationState;
  readonly family: RecordFamily;
  readonly file: string;
  /** The line of the record that holds the character at `at` of the text that was read. */
  sighting(at: number): Sighting;
  /** Lines that explain a generic last line; may be empty. */
  lookBack(): Sighting[];
  /** Modules of the agent that the record names. */
  readonly contexts: readonly string[];
  /** Text of the record, for what a pattern did not capture. */
  readonly text: string;
}

/** Told of each observation that a record is one of, with what said so. */
export type OnNoted = (observation: Observation, said: Said<CatalogueSignal>) => void;

/** Enters what a record said into the state. */
export function absorb(
  state: EngineState,
  catalogue: Catalogue,
  place: RecordPlace,
  reading: RecordReading,
  onNoted?: OnNoted,
): void {
  for (const { matcher, match } of reading.harmless) {
    const known = state.harmless.get(matcher.id);
    if (known === undefined) state.harmless.set(matcher.id, { count: 1, first: place.sighting(match.index) });
    else known.count++;
  }
  for (const { matcher, match } of reading.successes) {
    const sighting = { ...place.sighting(match.index), success: matcher.id };
    absorbSuccess(state, catalogue, place, sighting, matcher, match.groups ?? {});
  }
  for (const { match } of reading.context) absorbFacts(state, place, match);
  absorbSignals(catalogue, place, reading.signals, onNoted);
}

/** Facts about patch runs whose lines prove what follows from comparing runs. */
const SHOWN_FACTS: ReadonlySet<string> = new Set(['operation', 'baselineId', 'override', 'rebootOption']);

/** A run that installs scans before and after it, too. */
function noteFact({ facts }: OperationState, name: string, value: string): void {
  if (name === 'operation' && facts.get(name) === 'Install') return;
  facts.set(name, value);
}

function absorbFacts(state: EngineState, place: RecordPlace, { groups = {}, index }: RegExpExecArray): void {
  for (const name of FACT_GROUPS) {
    const value = groups[name];
    if (value === undefined || value === '') continue;
    if (name === 'boot') noteBoot(state, place.sighting(index));
    else if (name === 'bootEpoch') noteBootAt(state, place.sighting(index), Number(value));
    else if (name === 'rebootRequested') noteAgentReboot(state, place.sighting(index));
    // The agent names documents of associations; it runs none itself.
    else if (place.operation.scope.kind !== 'agent') {
      noteFact(place.operation, name, value.slice(0, 100));
      if (SHOWN_FACTS.has(name) && !place.operation.factLines.has(name))
        place.operation.factLines.set(name, place.sighting(index));
    }
  }
  const { documentName } = groups;
  const association = groups.association ?? associationOf(place.operation.scope);
  if (documentName !== undefined && association != null) noteDocumentName(state, association, documentName);
  if (groups.region !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(groups.region))
    state.facts.region ??= groups.region;
}

/** A start of the system by seconds since 1970; 0 stands for "never". */
function noteBootAt(state: EngineState, sighting: Sighting, seconds: number): void {
  if (!(seconds > 0)) return;
  const { order } = sighting.moment;
  noteBoot(state, { ...sighting, moment: { at: Math.round(seconds * 1000), clock: 'utc', order } });
}

/** Remembers which document an association runs. */
export function noteDocumentName(state: EngineState, associationId: string, name: string): void {
  if (state.documentNames.size < LIMITS.associations || state.documentNames.has(associationId))
    state.documentNames.set(associationId, name.slice(0, 128));
}

/** The operation with this scope; made when new. */
export function operationOf(state: EngineState, scope: OperationScope): OperationState {
  const key = operationKey(scope);
  const known = state.operations.get(key);
  if (known !== undefined) return known;
  if (scope.kind === 'run') noteRun(state, scope.associationId, scope.runId);
  if (state.operations.size >= LIMITS.operations && scope.kind !== 'agent' && scope !== FURTHER) {
    // Once there was no room in spite of that, another look at all of them would find none either.
    if (!state.operations.has(operationKey(FURTHER))) forgetUneventful(state);
    if (state.operations.size >= LIMITS.operations) return operationOf(state, FURTHER);
  }
  const made: OperationState = {
    key,
    scope,
    steps: new Set(),
    startedAt: null,
    observations: new Map(),
    success: null,
    facts: new Map(),
    factLines: new Map(),
    folder: null,
  };
  state.operations.set(key, made);
  return made;
}

/** The ids of runs are times in one form, so that the latest is the last by letter. */
function noteRun(state: EngineState, associationId: string | null, runId: string | null): void {
  if (associationId === null || runId === null) return;
  const known = state.latestRuns.get(associationId);
  if (known === undefined ? state.latestRuns.size < LIMITS.associations : known < runId)
    state.latestRuns.set(associationId, runId);
}

/** Where trouble goes when there is no room to keep it apart by run. */
const FURTHER: OperationScope = { kind: 'run', documentId: 'further-runs', runId: null, associationId: null };

/** Most operations are seen only because a line of theirs proves a success. */
function forgetUneventful(state: EngineState): void {
  for (const [key, { observations, folder }] of state.operations) {
    if (observations.size === 0 && folder === null && key !== 'agent') state.operations.delete(key);
  }
}

function absorbSuccess(
  state: EngineState,
  catalogue: Catalogue,
  place: RecordPlace,
  sighting: SuccessSighting,
  { reach, recovers: recovery, same = [] }: Located<Success>,
  groups: Record<string, string | undefined>,
): void {
  if (reach === 'agent') {
    noteAgentSuccess(state, sighting);
    return;
  }
  if (reach === 'association') {
    const id = groups.association ?? associationOf(place.operation.scope);
    if (id != null) keepLatest(state.associationSuccesses, successKey(id, sighting.success), sighting);
    return;
  }
  const patch = same.map((name) => groups[name]).find((name) => name !== undefined) ?? null;
  closeInStream(catalogue, place, sighting, recovery, patch);
  if (reach === 'document' || reach === 'step') {
    const { operation } = place;
    const known = operation.success;
    if (known === null || compareMoments(known.moment, sighting.moment) < 0) operation.success = sighting;
  }
}

/** Keeps the two latest sightings: the latest may be too fresh to prove anything. False for one that is there. */
export function noteAgentSuccess(state: EngineState, sighting: SuccessSighting): boolean {
  const known = state.agentSuccesses.get(sighting.success) ?? [];
  if (known.some((other) => compareMoments(other.moment, sighting.moment) === 0)) return false;
  const latest = [...known, sighting].sort((a, b) => compareMoments(b.moment, a.moment)).slice(0, 2);
  state.agentSuccesses.set(sighting.success, latest);
  return true;
}

function associationOf(scope: OperationScope): string | null {
  return scope.kind === 'association' || scope.kind === 'run' ? scope.associationId : null;
}

function keepLatest(into: Map<string, SuccessSighting>, id: string, sighting: SuccessSighting): void {
  const known = into.get(id);
  if (known === undefined && into.size >= LIMITS.associations) return;
  if (known === undefined || compareMoments(known.moment, sighting.moment) < 0) into.set(id, sighting);
}

function closeInStream(
  catalogue: Catalogue,
  place: RecordPlace,
  sighting: SuccessSighting,
  recovery: Recovery,
  patch: string | null,
): void {
  for (const observation of place.operation.observations.values()) {
    if (observation.last.file !== place.file || observation.outlivesRun) continue;
    if (isAboutAnother(observation, patch)) continue;
    if (recovers(recovery, observation, catalogue)) observation.closed = sighting;
  }
}

/** Is trouble with one patch held against the success of another? */
function isAboutAnother({ subject }: Observation, patch: string | null): boolean {
  return patch !== null && subject?.kind === 'patch' && subject.id !== patch;
}

function absorbSignals(
  catalogue: Catalogue,
  place: RecordPlace,
  all: readonly Said<CatalogueSignal>[],
  onNoted: OnNoted | undefined,
): void {
  const only = all[0];
  if (only === undefined) return;
  const outlivesRun = all.some(({ matcher }) => catalogue.causes.get(matcher.cause)?.outlivesRun === true);
  if (all.length === 1) {
    note(catalogue, place, only, { beside: NOTHING, outlivesRun, needs: only.matcher.needs ?? 1 }, onNoted);
    return;
  }
  const signals = withoutOutranked(catalogue, all);
  const isRoot = (said: Said<CatalogueSignal>): boolean =>
    said.matcher.envelope !== true && catalogue.causes.get(said.matcher.cause)?.generality === 'specific';
  const roots = [...new Set(signals.filter(isRoot).map((said) => said.matcher.cause))];
  for (const said of bestPerCause(signals, place.text))
    note(
      catalogue,
      place,
      said,
      {
        beside: roots.filter((cause) => cause !== said.matcher.cause),
        outlivesRun,
        needs: neededOf(signals, said.matcher.cause),
      },
      onNoted,
    );
}

/** What the record as a whole says about each of its signals. */
interface InRecord {
  /** Specific causes that showed in it, too. */
  readonly beside: readonly string[];
  readonly outlivesRun: boolean;
  /** Occurrences needed before it counts as trouble. */
  readonly needs: number;
}

function withoutOutranked(
  catalogue: Catalogue,
  all: readonly Said<CatalogueSignal>[],
): readonly Said<CatalogueSignal>[] {
  const outranks = (one: Said<CatalogueSignal>, other: Said<CatalogueSignal>): boolean =>
    catalogue.causes.get(one.matcher.cause)?.outranks.includes(other.matcher.cause) === true;
  return all.filter((said) => !all.some((other) => outranks(other, said)));
}

/**
 * One match for each cause: the inner one before an envelope, the one with a subject before one without. What the
 * envelope is about, the inner one is about, too.
 */
function bestPerCause(all: readonly Said<CatalogueSignal>[], text: string): Said<CatalogueSignal>[] {
  const best = new Map<string, Said<CatalogueSignal>>();
  const rank = (said: Said<CatalogueSignal>): number =>
    (said.matcher.envelope === true ? 0 : 4) +
    (said.matcher.subject === undefined ? 0 : 2) +
    (said.matcher.confidence === 'high' ? 1 : 0);
  for (const said of all) {
    const known = best.get(said.matcher.cause);
    if (known === undefined || rank(said) > rank(known)) best.set(said.matcher.cause, said);
  }
  return [...best.values()].map((said) => withSubject(said, all, text));
}

function withSubject(
  said: Said<CatalogueSignal>,
  all: readonly Said<CatalogueSignal>[],
  text: string,
): Said<CatalogueSignal> {
  if (said.matcher.subject !== undefined) return said;
  const subjects = all.flatMap((other) =>
    other.matcher.cause === said.matcher.cause ? (subjectOf(other, text) ?? []) : [],
  );
  const [subject] = subjects;
  if (subject === undefined) return said;
  return { ...said, matcher: { ...said.matcher, subject: { kind: subject.kind, is: subject.id } } };
}

/** What wraps an error may know that it passes by itself, whatever the error is. */
function neededOf(all: readonly Said<CatalogueSignal>[], cause: string): number {
  return Math.max(...all.map(({ matcher }) => (matcher.cause === cause ? (matcher.needs ?? 1) : 1)));
}

const NOTHING: readonly string[] = [];
/** Areas whose troubles a success of the same service closes. */
const OF_A_SERVICE = new Set(['network', 'aws']);

function note(
  catalogue: Catalogue,
  place: RecordPlace,
  said: Said<CatalogueSignal>,
  record: InRecord,
  onNoted: OnNoted | undefined,
): void {
  const { observations } = place.operation;
  const sighting = place.sighting(said.match.index);
  const area = catalogue.causes.get(said.matcher.cause)?.area ?? '';
  const service = OF_A_SERVICE.has(area)
    ? serviceOf(said.match.groups ?? {}, place.text, place.contexts)
    : null;
  const subject = subjectOf(said, place.text);
  const key = keyFor(observations, said.matcher.cause, place.family, subject, service);
  const known = observations.get(key);
  if (known === undefined) {
    if (observations.size >= LIMITS.observations) return;
    const observation = newObservation(place, said, { subject, service, sighting, record });
    observations.set(key, observation);
    onNoted?.(observation, said);
    return;
  }
  noteAgain(known, said.matcher.id, sighting);
  known.needs = Math.min(known.needs, record.needs);
  for (const cause of record.beside) known.beside.add(cause);
  if (said.matcher.envelope !== true) known.envelope = false;
  onNoted?.(known, said);
}

/** Counts an observation that is there once more. */
export function noteAgain(known: Observation, signal: string, sighting: Sighting): void {
  known.count++;
  known.first = earlier(known.first, sighting);
  if (compareMoments(sighting.moment, known.last.moment) > 0) {
    keepOtherWording(known, signal, sighting);
    known.last = later(known.last, sighting);
    known.closed = null;
  }
}

/** Lines of other wording that are kept beside the first and the last. */
const OTHER_WORDINGS = 2;

/** What says the same in other words, further down in the same file, would push out a line that says more. */
function keepOtherWording({ signal, first, last, context }: Observation, now: string, next: Sighting): void {
  if (signal === now || last.file !== next.file || last.line === first.line) return;
  if (context.length < OTHER_WORDINGS) context.push(last);
}

function newObservation(
  place: RecordPlace,
  { matcher, match }: Said<CatalogueSignal>,
  about: {
    readonly subject: Subject | null;
    readonly service: string | null;
    readonly sighting: Sighting;
    readonly record: InRecord;
  },
): Observation {
  const { subject, service, sighting, record } = about;
  return {
    cause: matcher.cause,
    signal: matcher.id,
    subject,
    family: place.family,
    service,
    confidence: matcher.confidence,
    needs: record.needs,
    count: 1,
    first: sighting,
    last: sighting,
    context: matcher.lookBack === true ? place.lookBack() : [],
    captures: capturesOf(match),
    beside: new Set(record.beside),
    outlivesRun: record.outlivesRun,
    closed: null,
    envelope: matcher.envelope === true,
  };
}

/** Subjects are kept apart up to a limit; what comes later is counted without its subject. */
function keyFor(
  observations: ReadonlyMap<string, Observation>,
  cause: string,
  family: RecordFamily,
  subject: Subject | null,
  service: string | null,
): string {
  const where = `${service ?? ''}\n${family}`;
  if (subject === null) return `${cause}\n\n${where}`;
  const key = `${cause}\n${subject.id}\n${where}`;
  if (observations.has(key)) return key;
  let subjects = 0;
  for (const observation of observations.values()) if (observation.cause === cause) subjects++;
  return subjects < LIMITS.subjects ? key : `${cause}\n\n${where}`;
}

function capturesOf(match: RegExpExecArray): Record<string, string> {
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value !== undefined && value !== '') captures[name] = value.slice(0, 200);
  }
  return captures;
}
