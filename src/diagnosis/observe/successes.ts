import type { Catalogue, Located } from '../../causes/catalogue.ts';
import type { Success } from '../../causes/cause.ts';
import { LIMITS } from '../limits.ts';
import type { EngineState, Observation, SuccessSighting } from '../model.ts';
import { compareMoments } from '../moments.ts';
import { successKey } from '../operation-key.ts';
import { recovers } from '../recovery.ts';
import { associationOf } from './facts.ts';
import type { RecordPlace } from './record-place.ts';
import { noteSchedule } from './schedules.ts';

/** Enters a success: as the proof of its run, or as what closes trouble before it. */
export function absorbSuccess(
  state: EngineState,
  catalogue: Catalogue,
  place: RecordPlace,
  sighting: SuccessSighting,
  success: Located<Success>,
  groups: Record<string, string | undefined>,
): void {
  const { reach, same = [] } = success;
  if (reach === 'agent') {
    noteAgentSuccess(state, sighting);
    return;
  }
  if (reach === 'association') {
    const id = groups.association ?? associationOf(place.operation.scope);
    if (id == null) return;
    keepLatest(state.associationSuccesses, successKey(id, sighting.success), sighting);
    if (groups.next !== undefined) noteSchedule(state, id, groups.next, sighting);
    return;
  }
  const patch = same.map((name) => groups[name]).find((name) => name !== undefined) ?? null;
  closeInStream(catalogue, place, sighting, success, patch);
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

function keepLatest(into: Map<string, SuccessSighting>, id: string, sighting: SuccessSighting): void {
  const known = into.get(id);
  if (known === undefined && into.size >= LIMITS.associations) return;
  if (known === undefined || compareMoments(known.moment, sighting.moment) < 0) into.set(id, sighting);
}

function closeInStream(
  catalogue: Catalogue,
  place: RecordPlace,
  sighting: SuccessSighting,
  { recovers: recovery, doneWithout = [] }: Located<Success>,
  patch: string | null,
): void {
  const before = [...place.operation.observations.values()].filter(({ last }) => last.file === place.file);
  const lacking = doneWithout.filter((id) => before.some(({ cause }) => cause === id));
  for (const observation of before) {
    if (observation.passesWith === 'later-run' || isAboutAnother(observation, patch)) continue;
    if (isOrLeadsTo(catalogue, observation, lacking)) continue;
    if (recovers(recovery, observation, catalogue)) observation.closed = sighting;
  }
}

/** Is the trouble one of these causes, or what one of them follows from? */
function isOrLeadsTo(catalogue: Catalogue, { cause }: Observation, causes: readonly string[]): boolean {
  return causes.some((id) => id === cause || catalogue.causes.get(cause)?.leadsTo.includes(id));
}

/** Is trouble with one patch held against the success of another? */
function isAboutAnother({ subject }: Observation, patch: string | null): boolean {
  return patch !== null && subject?.kind === 'patch' && subject.id !== patch;
}
