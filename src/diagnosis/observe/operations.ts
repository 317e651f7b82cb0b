import { LIMITS } from '../limits.ts';
import type { EngineState, OperationScope, OperationState } from '../model.ts';
import { operationKey } from '../operation-key.ts';

/** The operation with this scope; made when new. */
export function operationOf(state: EngineState, scope: OperationScope): OperationState {
  const key = operationKey(scope);
  const known = state.operations.get(key);
  if (known !== undefined) return known;
  if (scope.kind === 'run') noteRun(state, scope.associationId, scope.runId);
  if (state.operations.size >= LIMITS.operations && scope.kind !== 'agent' && scope !== FURTHER) {
    // Once there was no room in spite of that, another look at all of them would find none either.
    if (!state.operations.has(operationKey(FURTHER))) forgetUneventful(state);
    if (state.operations.size >= LIMITS.operations) return operationOf(state, FURTHER);
  }
  const made = uneventful(scope);
  state.operations.set(key, made);
  return made;
}

/** An operation of which nothing is known yet; it is not entered anywhere. */
export function uneventful(scope: OperationScope): OperationState {
  return {
    key: operationKey(scope),
    scope,
    steps: new Set(),
    startedAt: null,
    observations: new Map(),
    success: null,
    facts: new Map(),
    factLines: new Map(),
    folder: null,
  };
}

/** The ids of runs are times in one form, so that the latest is the last by letter. */
function noteRun(state: EngineState, associationId: string | null, runId: string | null): void {
  if (associationId === null || runId === null) return;
  const known = state.latestRuns.get(associationId);
  if (known === undefined ? state.latestRuns.size < LIMITS.associations : known < runId)
    state.latestRuns.set(associationId, runId);
}

/** Where trouble goes when there is no room to keep it apart by run. */
const FURTHER: OperationScope = { kind: 'run', documentId: 'further-runs', runId: null, associationId: null };

/** Most operations are seen only because a line of theirs proves a success. */
function forgetUneventful(state: EngineState): void {
  for (const [key, { observations, folder }] of state.operations) {
    if (observations.size === 0 && folder === null && key !== 'agent') state.operations.delete(key);
  }
}
