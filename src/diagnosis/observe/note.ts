import type { Catalogue, CatalogueSignal } from '../../causes/catalogue.ts';
import type { RecordFamily } from '../../causes/cause.ts';
import type { Subject } from '../../report/report.ts';
import { LIMITS } from '../limits.ts';
import type { Observation, Sighting } from '../model.ts';
import { compareMoments, earlier } from '../moments.ts';
import type { Said } from './reading-of.ts';
import type { RecordPlace } from './record-place.ts';
import { serviceOf } from './service.ts';
import { subjectOf } from './subject.ts';

/** Told of each observation that a record is one of, with what said so. */
export type OnNoted = (observation: Observation, said: Said<CatalogueSignal>) => void;

/** What the record as a whole says about each of its signals. */
export interface InRecord {
  /** Specific causes that showed in it, too. */
  readonly beside: readonly string[];
  readonly passesWith: Observation['passesWith'];
  /** Occurrences needed before it counts as trouble. */
  readonly needs: number;
}

/** Areas whose troubles a success of the same service closes. */
const OF_A_SERVICE = new Set(['network', 'aws']);

/** Enters one signal: a new observation, or one more of a known one. */
export function note(
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
    known.last = sighting;
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
    passesWith: record.passesWith,
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
  // With the ids of many runs this is often: so without the objects of a `for`.
  observations.forEach((observation) => {
    if (observation.cause === cause) subjects++;
  });
  return subjects < LIMITS.subjects ? key : `${cause}\n\n${where}`;
}

function capturesOf(match: RegExpExecArray): Record<string, string> {
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value !== undefined && value !== '') captures[name] = value.slice(0, 200);
  }
  return captures;
}
