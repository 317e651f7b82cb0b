import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState, OperationState } from '../model.ts';
import { operationKey } from '../operation-key.ts';
import type { PatchRun, PatchSummary } from './facts.ts';

/** A run with its place in time, milliseconds UTC. */
export interface TimedRun {
  readonly run: PatchRun;
  readonly from: number;
  readonly to: number;
}

/** The runs whose time is known, earliest first. */
export function timedRuns(state: EngineState, timeline: Timeline): TimedRun[] {
  const timed: TimedRun[] = [];
  for (const run of state.patching.runs.values()) {
    const from = run.startedAt === null ? null : timeline.sortKey(run.startedAt);
    if (from === null) continue;
    const to = run.seenLast === null ? null : timeline.sortKey(run.seenLast);
    timed.push({ run, from, to: Math.max(from, to ?? from) });
  }
  return timed.sort((a, b) => a.from - b.from || (a.run.key < b.run.key ? -1 : 1));
}

/** A run begins before its operation does, and the summary is written at its end. */
const BEFORE = 60 * 60_000;

/** The run that wrote the summary, by its time: of the association that it names, or any; null when it is not here. */
export function runOfSummary(runs: readonly TimedRun[], summary: PatchSummary): PatchRun | null {
  const { executionId, startedAt, endedAt } = summary;
  const named = runs.filter(({ run }) => run.scope.documentId === executionId);
  const start = startedAt ?? endedAt;
  if (start === null) return named.at(-1)?.run ?? null;
  const isOfItsTime = ({ from }: TimedRun): boolean => from >= start - BEFORE && from <= (endedAt ?? start);
  return (named.findLast(isOfItsTime) ?? runs.findLast(isOfItsTime))?.run ?? null;
}

/** The operation of a run that may have been forgotten, as nothing went wrong in it. */
export function operationOfRun(state: EngineState, run: PatchRun): OperationState {
  return (
    state.operations.get(run.key) ?? {
      key: run.key,
      scope: run.scope,
      steps: new Set(run.steps),
      startedAt: run.startedAt,
      observations: new Map(),
      success: null,
      facts: new Map(run.facts),
      factLines: new Map(run.lines),
      folder: null,
    }
  );
}

/** Stands for the run that wrote the state files, where nothing else is left of it. */
export function operationWithoutRun(state: EngineState, summary: PatchSummary | null): OperationState {
  const documentId = summary?.executionId ?? 'last-patch-operation';
  const scope = { kind: 'run', documentId, runId: null, associationId: null } as const;
  const known = state.operations.get(operationKey(scope));
  if (known !== undefined) return known;
  const time = summary?.startedAt ?? summary?.endedAt ?? null;
  return {
    key: operationKey(scope),
    scope,
    steps: new Set(),
    startedAt: time === null ? null : { at: time, clock: 'utc', order: summary?.place.moment.order ?? 0 },
    observations: new Map(),
    success: null,
    facts: new Map([['operation', summary?.operation ?? 'Scan']]),
    factLines: new Map(),
    folder: null,
  };
}
