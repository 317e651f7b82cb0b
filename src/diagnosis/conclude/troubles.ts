import { parseRunId } from '../../../parsers/run-id.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import type { EngineState, Observation, OperationState, Sighting, SuccessSighting } from '../model.ts';
import { compareMoments } from '../moments.ts';
import { successKey } from '../operation-key.ts';
import { closedByPicture } from '../patching/closing.ts';
import { patchTroubles } from '../patching/conclude.ts';
import { concurrentRuns } from '../patching/concurrent.ts';
import { type NodeNow, ONLY_FILES } from '../patching/now.ts';
import { patchPicture } from '../patching/picture.ts';
import { recovers } from '../recovery.ts';
import { agentGone } from './agent-gone.ts';
import { derivedFrom } from './derived.ts';
import { workThatProves } from './logged-work.ts';
import { patchAssociation } from './patch-association.ts';
import { type LoggedTrouble, restartLoop } from './restart-loop.ts';
import { silentInventory } from './silent-inventory.ts';
import { endOf, isAfter, type Timeline } from './timeline.ts';
import { settleTwins } from './twins.ts';
import { waitingAssociations } from './waiting-associations.ts';
import { SYSTEM_UPDATE, workOf } from './work.ts';

/** A cause in an operation, with the proof that it has passed, if there is one. */
export interface Trouble {
  readonly operation: OperationState;
  readonly observation: Observation;
  /** Milliseconds UTC, for ordering; null when nothing tells. */
  readonly time: number | null;
  readonly recoveredBy: Sighting | null;
}

/** How long after its announcement a call has surely returned: connect and read time-outs with their retries. */
const CALL_RETURNED = 2 * 60_000;

/** Everything that went wrong, judged against what succeeded later. */
export function troublesOf(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  node: NodeNow = ONLY_FILES,
): Trouble[] {
  const picture = patchPicture(state, timeline, node);
  const troubles: Trouble[] = [];
  for (const trouble of patchTroubles(state, timeline, picture)) {
    const timed = { ...trouble, time: timeOf(trouble.operation, trouble.observation, timeline) };
    troubles.push(timed);
    const association = patchAssociation(state, trouble.operation, trouble.observation);
    if (association !== null) troubles.push({ ...timed, observation: association });
  }
  const ofAgent = catalogue.successes.filter(({ reach }) => reach === 'agent');
  for (const operation of state.operations.values()) {
    for (const observation of operation.observations.values()) {
      if (observation.count < observation.needs) continue;
      const time = timeOf(operation, observation, timeline);
      const recoveredBy =
        observation.closed ??
        recoveryInAgent(state, catalogue, ofAgent, timeline, observation) ??
        closedByPicture(picture, operation, observation, time) ??
        recoveryOfWork(state, catalogue, timeline, operation, observation);
      troubles.push({ operation, observation, time, recoveredBy });
      for (const derived of derivedFrom(state, catalogue, timeline, operation, observation))
        troubles.push({ operation, observation: derived, time, recoveredBy });
    }
  }
  for (const trouble of loggedTroubles(state, catalogue, timeline, node))
    troubles.push({ ...trouble, time: timeOf(trouble.operation, trouble.observation, timeline) });
  for (const trouble of concurrentRuns(state, picture, troubles))
    troubles.push({ ...trouble, time: timeOf(trouble.operation, trouble.observation, timeline) });
  return settleTwins(troubles);
}

function loggedTroubles(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  node: NodeNow,
): LoggedTrouble[] {
  return [
    ...[restartLoop(state, timeline), agentGone(state, timeline, node)].filter((one) => one !== null),
    ...waitingAssociations(state, timeline),
    ...silentInventory(state, catalogue, timeline),
  ];
}

function timeOf(operation: OperationState, { last }: Observation, timeline: Timeline): number | null {
  return timeline.sortKey(last.moment) ?? endOf(operation, timeline);
}

/** A success of the agent closes what the agent said itself, not what a script said in its output. */
function recoveryInAgent(
  state: EngineState,
  catalogue: Catalogue,
  ofAgent: Catalogue['successes'],
  timeline: Timeline,
  observation: Observation,
): Sighting | null {
  if (observation.family === 'output' || observation.family === 'package-log') return null;
  for (const success of ofAgent) {
    if (!recovers(success.recovers, observation, catalogue)) continue;
    if (observation.passesWith === 'later-run') {
      const later = ofLaterRun(state, timeline, success.id, observation);
      if (later !== null) return later;
      continue;
    }
    const proof = provenSighting(state, timeline, success.id, success.announces === true);
    if (proof !== null && isAfter(timeline, proof, observation.last)) return proof;
  }
  return null;
}

/** Of two successes since then, the first may be of the same run. */
function ofLaterRun(
  state: EngineState,
  timeline: Timeline,
  id: string,
  { last }: Observation,
): Sighting | null {
  const [latest, previous] = state.agentSuccesses.get(id) ?? [];
  return latest !== undefined && previous !== undefined && isAfter(timeline, previous, last) ? latest : null;
}

/** An announcement proves the act before it only when time went on without a failure. */
function provenSighting(
  state: EngineState,
  timeline: Timeline,
  id: string,
  announces: boolean,
): Sighting | null {
  const [latest, previous] = state.agentSuccesses.get(id) ?? [];
  if (latest === undefined || !announces) return latest ?? null;
  const end = state.agentLogEnd === null ? null : timeline.sortKey(state.agentLogEnd);
  const at = timeline.sortKey(latest.moment);
  return end !== null && at !== null && end - at > CALL_RETURNED ? latest : (previous ?? null);
}

function recoveryOfWork(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  operation: OperationState,
  observation: Observation,
): Sighting | null {
  // That a run, or its association, ended well mends nothing of how the node stands: it is what the run found.
  const isMendable = observation.passesWith === 'own-run';
  const ownRun = isMendable ? ownProof(timeline, operation, observation) : null;
  const association = isMendable
    ? associationProof(state, catalogue, timeline, operation, observation)
    : null;
  const works = workOf(operation);
  if (catalogue.causes.get(observation.cause)?.provenBy === 'system-update') works.push(SYSTEM_UPDATE);
  const proofs = works.map((work) => state.workSuccesses.get(work));
  for (const proof of [association, ...proofs]) {
    if (proof != null && isLaterThanRun(timeline, proof, operation, observation)) return proof;
  }
  return patchingAfterLog(state, catalogue, timeline, operation, observation) ?? ownRun;
}

/** Later patching that ended well, for what a log tells at a known time. */
function patchingAfterLog(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  { scope }: OperationState,
  { cause, last }: Observation,
): Sighting | null {
  const texts = catalogue.causes.get(cause);
  const at = timeline.sortKey(last.moment);
  if (scope.kind !== 'package-log' || texts === undefined || at === null) return null;
  const proof = state.workSuccesses.get(workThatProves(texts));
  const proven = proof === undefined ? null : timeline.sortKey(proof.moment);
  return proof !== undefined && proven !== null && proven > at ? proof : null;
}

/** The latest success of the association that closes the observation. */
function associationProof(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  { scope }: OperationState,
  observation: Observation,
): SuccessSighting | null {
  const id = scope.kind === 'association' || scope.kind === 'run' ? scope.associationId : null;
  if (id === null) return null;
  let latest: SuccessSighting | null = null;
  for (const success of catalogue.successes) {
    if (success.reach !== 'association') continue;
    const proof = state.associationSuccesses.get(successKey(id, success.id));
    if (proof === undefined || (latest !== null && compareMoments(proof.moment, latest.moment) <= 0))
      continue;
    const ranWell = success.recovers.causes?.includes('ASSOC_FAILED') === true;
    if (
      recovers(success.recovers, observation, catalogue) ||
      (ranWell && scope.kind === 'run' && isOfLaterRun(state, timeline, id, scope.runId, proof))
    )
      latest = proof;
  }
  return latest;
}

/** A run that ends well has not got over all that it said: that patches are missing, for one. A later run has. */
function isOfLaterRun(
  state: EngineState,
  timeline: Timeline,
  associationId: string,
  runId: string | null,
  proof: Sighting,
): boolean {
  const latest = state.latestRuns.get(associationId);
  if (latest === undefined || runId === null || latest <= runId) return false;
  const began = parseRunId(latest);
  const ended = timeline.sortKey(proof.moment);
  return began === null || ended === null || ended >= began;
}

function isLaterThanRun(
  timeline: Timeline,
  proof: Sighting,
  operation: OperationState,
  observation: Observation,
): boolean {
  const proven = timeline.sortKey(proof.moment);
  const ended = timeOf(operation, observation, timeline);
  if (proven !== null && ended !== null) return proven > ended;
  return isAfter(timeline, proof, observation.last);
}

/** A run that says itself that it ended well, after the trouble, got over it. */
function ownProof(timeline: Timeline, operation: OperationState, observation: Observation): Sighting | null {
  const { success } = operation;
  if (success === null || operation.scope.kind !== 'run') return null;
  return isAfter(timeline, success, observation.last) ? success : null;
}
