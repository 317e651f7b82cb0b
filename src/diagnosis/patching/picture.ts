import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState, Observation, OperationState, Sighting } from '../model.ts';
import { runKey } from '../operation-key.ts';
import { type Boot, lastBoot } from './boots.ts';
import type { PatchRun, PatchStateList, PatchSummary } from './facts.ts';
import type { NodeNow } from './now.ts';
import { operationOfRun, operationWithoutRun, runOfSummary, type TimedRun, timedRuns } from './runs.ts';

/** How patching stands on the node: the last summary, the list of states, the runs and the last start. */
export interface PatchPicture {
  readonly summary: PatchSummary | null;
  readonly states: PatchStateList | null;
  /** The operation that wrote them. */
  readonly operation: OperationState;
  /** Earliest first. */
  readonly runs: readonly TimedRun[];
  readonly boot: Boot | null;
  readonly node: NodeNow;
}

/** What follows from the picture: a cause in an operation, with the proof that it has passed, if there is one. */
export interface PatchTrouble {
  readonly operation: OperationState;
  readonly observation: Observation;
  readonly recoveredBy: Sighting | null;
}

export function patchPicture(state: EngineState, timeline: Timeline, node: NodeNow): PatchPicture {
  const { summary, states } = state.patching;
  const runs = timedRuns(state, timeline);
  const writer = summary === null ? (runs.at(-1)?.run ?? null) : writerOf(state, runs, summary);
  return {
    summary,
    states,
    operation: writer === null ? operationWithoutRun(state, summary) : operationOfRun(state, writer),
    runs,
    boot: lastBoot(state, timeline, node),
    node,
  };
}

/** A command is named by its id, whether or not its time is known. */
function writerOf(state: EngineState, runs: readonly TimedRun[], summary: PatchSummary): PatchRun | null {
  const named = runKey({ documentId: summary.executionId ?? '', runId: null });
  return state.patching.runs.get(named) ?? runOfSummary(runs, summary);
}
