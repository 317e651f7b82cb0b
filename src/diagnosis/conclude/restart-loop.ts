import type { EngineState, Observation, OperationState, Sighting } from '../model.ts';
import { STARTS_KEPT } from '../observe/starts.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { Timeline } from './timeline.ts';

/** What follows from lines of the agent's log together, and from none alone. */
export interface LoggedTrouble {
  readonly operation: OperationState;
  readonly observation: Observation;
  readonly recoveredBy: Sighting | null;
}

const HOUR = 60 * 60_000;

/**
 * That the agent's worker was started again and again: the last starts that are remembered lie within an hour. It
 * has passed when the agent still worked an hour after the last one. Null when that is not so.
 */
export function restartLoop(state: EngineState, timeline: Timeline): LoggedTrouble | null {
  const operation = state.operations.get('agent');
  const { agentStarts: starts } = state;
  const [latest] = starts;
  const oldest = starts.at(-1);
  if (operation === undefined || latest === undefined || oldest === undefined) return null;
  const ended = timeline.sortKey(latest.moment);
  const began = timeline.sortKey(oldest.moment);
  if (starts.length < STARTS_KEPT || ended === null || began === null || ended - began > HOUR) return null;
  if (2 * orderedStops(state, timeline, began, ended) >= starts.length) return null;
  const observation: Observation = {
    ...observationOf('AGENT_RESTART_LOOP', null, latest),
    family: 'agent',
    count: starts.length,
    first: oldest,
  };
  return { operation, observation, recoveredBy: workedAfter(state, timeline, ended + HOUR) };
}

/** Who restarts the service tells the agent to stop first; what ends by itself was told nothing. */
function orderedStops({ agentStops }: EngineState, timeline: Timeline, from: number, to: number): number {
  const times = agentStops.map(({ moment }) => timeline.sortKey(moment) ?? Number.NaN);
  return times.filter((time) => time >= from && time <= to).length;
}

/** A success of the agent after this time. */
function workedAfter({ agentSuccesses }: EngineState, timeline: Timeline, time: number): Sighting | null {
  for (const [latest] of agentSuccesses.values())
    if (latest !== undefined && (timeline.sortKey(latest.moment) ?? 0) > time) return latest;
  return null;
}
