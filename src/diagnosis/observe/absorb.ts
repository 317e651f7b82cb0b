import type { Catalogue } from '../../causes/catalogue.ts';
import type { EngineState } from '../model.ts';
import { absorbFacts } from './facts.ts';
import type { OnNoted } from './note.ts';
import type { RecordReading } from './reading-of.ts';
import type { RecordPlace } from './record-place.ts';
import { absorbSignals } from './signals.ts';
import { absorbSuccess } from './successes.ts';

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
