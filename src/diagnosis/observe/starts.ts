import type { EngineState, Sighting } from '../model.ts';
import { compareMoments } from '../moments.ts';

/** Starts of the agent's worker that are remembered: fewer than these in an hour are no loop. */
export const STARTS_KEPT = 5;

/** Remembers that the core agent started its worker. */
export function noteAgentStart(state: EngineState, sighting: Sighting): void {
  state.agentStarts = withOne(state.agentStarts, sighting);
}

/** Remembers that the agent was told to stop, as by a restart of its service. */
export function noteAgentStop(state: EngineState, sighting: Sighting): void {
  state.agentStops = withOne(state.agentStops, sighting);
}

/** The latest ones, latest first. A copy of the line in the system's log is the same event. */
function withOne(known: readonly Sighting[], sighting: Sighting): readonly Sighting[] {
  if (known.some(({ stamp }) => stamp === sighting.stamp)) return known;
  const latestFirst = [...known, sighting].sort((a, b) => compareMoments(b.moment, a.moment));
  return latestFirst.slice(0, STARTS_KEPT);
}
