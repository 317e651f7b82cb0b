import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState, Moment, OperationState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** A shutdown and a start take minutes; the note of the request goes away soon after. */
const PATIENCE = 30 * 60_000;

/**
 * A restart was asked for and the agent went on for long after it: the payload's note of it still lies there, or the
 * agent, which was asked, did not start anew.
 */
export function missedReboot(state: EngineState, timeline: Timeline, picture: PatchPicture): PatchTrouble[] {
  const { rebootRequest, agentReboot } = state.patching;
  const missed = [rebootRequest, agentReboot].find(
    (request) => request !== null && isMissed(state, timeline, picture, request),
  );
  if (missed == null) return [];
  const operation = missed === agentReboot ? operationNamedIn(state, missed, picture) : picture.operation;
  const observation = observationOf('HOST_REBOOT_FAILED', null, missed);
  return [{ operation, observation: { ...observation, confidence: 'medium' }, recoveredBy: null }];
}

function isMissed(
  state: EngineState,
  timeline: Timeline,
  { boot, node }: PatchPicture,
  { moment }: Sighting,
): boolean {
  const timeOf = (known: Moment | null | undefined): number | null =>
    known == null ? null : timeline.sortKey(known);
  const at = timeOf(moment);
  if (at === null || (boot !== null && boot.at > at)) return false;
  const started = timeOf(state.facts.agentVersion?.moment);
  if (started !== null && started > at) return false;
  const until = node.isLive ? node.now : timeOf(state.agentLogEnd);
  return until !== null && until - at >= PATIENCE;
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

function operationNamedIn(state: EngineState, { excerpt }: Sighting, picture: PatchPicture): OperationState {
  const named = state.operations.get(`run/${ID.exec(excerpt)?.[0] ?? ''}`);
  return named ?? state.operations.get('agent') ?? picture.operation;
}
