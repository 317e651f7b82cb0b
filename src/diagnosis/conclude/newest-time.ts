import type { EngineState } from '../model.ts';
import type { Timeline } from './timeline.ts';

/** The newest time that the evidence names (milliseconds UTC); null when it names none. */
export function newestTime(state: EngineState, timeline: Timeline): number | null {
  let newest: number | null = null;
  const offer = (time: number | null | undefined): void => {
    if (time != null && (newest === null || time > newest)) newest = time;
  };
  if (state.agentLogEnd !== null) offer(timeline.sortKey(state.agentLogEnd));
  for (const operation of state.operations.values()) {
    if (operation.startedAt !== null) offer(timeline.sortKey(operation.startedAt));
    for (const { last } of operation.observations.values()) offer(timeline.sortKey(last.moment));
  }
  offer(state.patching.summary?.endedAt);
  for (const { moment } of state.workSuccesses.values())
    if (moment.clock !== 'file') offer(timeline.sortKey(moment));
  if (newest !== null) return newest;
  // Only the dates of files are left.
  for (const { folder } of state.operations.values()) offer(folder?.modified);
  for (const { moment } of state.workSuccesses.values()) offer(moment.at);
  return newest;
}
