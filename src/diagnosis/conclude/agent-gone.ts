import type { EngineState, OperationState, Sighting } from '../model.ts';
import { compareMoments } from '../moments.ts';
import { uneventful } from '../observe/operations.ts';
import { observationOf } from '../observe/state-observation.ts';
import { timeOfStamp } from '../patching/boots.ts';
import type { NodeNow } from '../patching/now.ts';
import type { LoggedTrouble } from './restart-loop.ts';
import type { Timeline } from './timeline.ts';

const MINUTE = 60_000;
/** An agent that is removed stops within this time, and may write until then. */
const STOPPING = 10 * MINUTE;
/** An agent that works writes every five minutes. */
const SILENT = 60 * MINUTE;
const PACKAGE = { kind: 'package', id: 'amazon-ssm-agent' } as const;

/**
 * The agent was on this node and is no longer: the package manager removed it and it has not worked since, or, on a
 * running machine, it has written a log and its program is not there. Null when that is not so.
 */
export function agentGone(state: EngineState, timeline: Timeline, node: NodeNow): LoggedTrouble | null {
  const operation = agentIn(state);
  const removed = removedForGood(state, timeline, node);
  if (removed !== null)
    return {
      operation,
      observation: observationOf('AGENT_NOT_INSTALLED', PACKAGE, removed),
      recoveredBy: null,
    };
  const left = leftWithoutProgram(state, timeline, node);
  if (left === null) return null;
  const observation = {
    ...observationOf('AGENT_NOT_INSTALLED', PACKAGE, left),
    confidence: 'medium',
  } as const;
  return { operation, observation, recoveredBy: null };
}

/** The line that tells of the removal, unless the agent worked after it or was installed again. */
function removedForGood(state: EngineState, timeline: Timeline, node: NodeNow): Sighting | null {
  const { agentPackage, agentLogEnd } = state;
  const { removed, installed } = agentPackage;
  // Without a log of the agent it is not known whether it works, perhaps from another package.
  if (removed === null || agentLogEnd === null) return null;
  if (agentLogEnd.clock !== removed.moment.clock && timeline.iso(agentLogEnd) === null) return null;
  const at = timeOfStamp(removed, timeline, node.now);
  const worked = timeline.sortKey(agentLogEnd);
  if (at === null || worked === null || worked > at + STOPPING) return null;
  if (installed !== null && isAgain(installed, removed, timeline, node)) return null;
  return { ...removed, moment: { ...removed.moment, at, clock: 'utc' } };
}

function isAgain(installed: Sighting, removed: Sighting, timeline: Timeline, { now }: NodeNow): boolean {
  const again = timeOfStamp(installed, timeline, now);
  const gone = timeOfStamp(removed, timeline, now);
  if (again === null || gone === null || again === gone)
    return compareMoments(installed.moment, removed.moment) > 0;
  return again > gone;
}

/** The last that the agent said of itself. */
function leftWithoutProgram(state: EngineState, timeline: Timeline, node: NodeNow): Sighting | null {
  if (!node.isLive || node.hasProgram || node.now === null || state.agentLogEnd === null) return null;
  const ended = timeline.sortKey(state.agentLogEnd);
  if (ended === null || node.now - ended < SILENT) return null;
  const said = [
    ...state.agentStops,
    ...[...state.agentSuccesses.values()].flatMap(([latest]) => latest ?? []),
  ];
  return said.reduce<Sighting | null>(
    (last, one) => (last === null || compareMoments(one.moment, last.moment) > 0 ? one : last),
    null,
  );
}

/** The agent as a whole, also where none of its lines was worth an operation. */
function agentIn({ operations }: EngineState): OperationState {
  return operations.get('agent') ?? uneventful({ kind: 'agent' });
}
