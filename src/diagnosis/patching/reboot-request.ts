import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** A shutdown and a start take minutes; the note of the request goes away soon after. */
const PATIENCE = 30 * 60_000;

/**
 * The payload asked for a restart, its note still lies there, and the agent went on for long after it: the system did
 * not start again, or nobody took the run up.
 */
export function missedReboot(state: EngineState, timeline: Timeline, picture: PatchPicture): PatchTrouble[] {
  const request = state.patching.rebootRequest;
  const at = request?.moment.at ?? null;
  if (request === null || at === null || (picture.boot !== null && picture.boot.at > at)) return [];
  const agent = state.agentLogEnd === null ? null : timeline.sortKey(state.agentLogEnd);
  const until = picture.node.isLive ? picture.node.now : agent;
  if (until === null || until - at < PATIENCE) return [];
  const observation = observationOf('HOST_REBOOT_FAILED', null, request);
  return [
    {
      operation: picture.operation,
      observation: { ...observation, confidence: 'medium' },
      recoveredBy: null,
    },
  ];
}
