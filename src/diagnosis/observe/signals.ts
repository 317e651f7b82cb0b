import type { Catalogue, CatalogueSignal } from '../../causes/catalogue.ts';
import type { Observation } from '../model.ts';
import { note, type OnNoted } from './note.ts';
import type { Said } from './reading-of.ts';
import type { RecordPlace } from './record-place.ts';
import { subjectOf } from './subject.ts';

/** Enters what the signals of one record say, the root apart from what wraps it. */
export function absorbSignals(
  catalogue: Catalogue,
  place: RecordPlace,
  all: readonly Said<CatalogueSignal>[],
  onNoted: OnNoted | undefined,
): void {
  const only = all[0];
  if (only === undefined) return;
  const goesOn = all.some((said) => passingOf(catalogue, said) === 'later-run');
  if (all.length === 1) {
    const passesWith = passingOf(catalogue, only);
    note(catalogue, place, only, { beside: NOTHING, passesWith, needs: only.matcher.needs ?? 1 }, onNoted);
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
        passesWith: goesOn ? inSpiteOf(passingOf(catalogue, said)) : passingOf(catalogue, said),
        needs: neededOf(signals, said.matcher.cause),
      },
      onNoted,
    );
}

type Passes = Observation['passesWith'];

function passingOf(catalogue: Catalogue, { matcher }: Said<CatalogueSignal>): Passes {
  return matcher.passesWith ?? catalogue.causes.get(matcher.cause)?.passesWith ?? 'own-run';
}

/** What a run goes on in spite of is all that the record says, but for what it tells of the node. */
function inSpiteOf(passing: Passes): Passes {
  return passing === 'node' ? passing : 'later-run';
}

function withoutOutranked(
  catalogue: Catalogue,
  all: readonly Said<CatalogueSignal>[],
): readonly Said<CatalogueSignal>[] {
  // Few causes outrank others, and nearly no record names one of them.
  if (!all.some(({ matcher }) => (catalogue.causes.get(matcher.cause)?.outranks.length ?? 0) > 0)) return all;
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
