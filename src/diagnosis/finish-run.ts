import type { Catalogue } from '../causes/catalogue.ts';
import { isPatching, provenBy } from './conclude/work.ts';
import { LIMITS } from './limits.ts';
import type { EngineState, Moment, Observation, OperationState, SuccessSighting } from './model.ts';
import { complianceOf } from './patching/compliance.ts';
import { notePatchRun } from './patching/note.ts';

/**
 * Called when all outputs of a run were read: a run that ended well is remembered as the proof for its kind of work,
 * and forgotten otherwise when nothing went wrong in it.
 */
export function finishRun(state: EngineState, catalogue: Catalogue, operation: OperationState): void {
  if (operation.scope.kind !== 'run') return;
  if (operation.observations.size > 0) dropOverruled(catalogue, operation);
  const proof = wentWrong(catalogue, operation) ? null : proofOf(operation);
  if (proof !== null) for (const work of provenBy(operation)) keepLatest(state, work, proof);
  if (isPatching(operation)) notePatchRun(state, catalogue, operation, proof);
  if (operation.observations.size === 0) state.operations.delete(operation.key);
}

/** Did a run fail, as far as its own lines tell? */
export function wentWrong(catalogue: Catalogue, operation: OperationState): boolean {
  return [...operation.observations.values()].some((observation) =>
    speaksAgainst(catalogue, operation, observation),
  );
}

/** What is said whether or not it matters does not, where the node is compliant. */
function dropOverruled(catalogue: Catalogue, operation: OperationState): void {
  if (complianceOf(catalogue, operation) === null) return;
  const overruled = new Set(
    catalogue.signals.flatMap(({ id, overruledByCompliance }) => (overruledByCompliance ? id : [])),
  );
  for (const [key, { signal }] of operation.observations)
    if (overruled.has(signal)) operation.observations.delete(key);
}

/** Trouble that the same run got over does not. */
function speaksAgainst(catalogue: Catalogue, operation: OperationState, observation: Observation): boolean {
  if (observation.closed !== null || observation.passesWith === 'later-run') return false;
  if (observation.count < observation.needs) return false;
  const severity = catalogue.causes.get(observation.cause)?.severity;
  if (severity === 'INFORMATIONAL') return false;
  if (observation.passesWith === 'node') return true;
  return (
    operation.success === null ||
    observation.last.moment.order > operation.success.moment.order ||
    observation.last.file !== operation.success.file
  );
}

/**
 * What proves that a run ended well. The agent adds a line to stderr of each step that fails, so an empty stderr is a
 * step that ended well.
 */
export function proofOf(operation: OperationState): SuccessSighting | null {
  const { folder, success } = operation;
  const moment = momentOf(operation);
  if (success !== null) return { ...success, moment: moment.at === null ? success.moment : moment };
  if (folder === null || !folder.hasErrorsFile || !folder.quietErrors) return null;
  return {
    moment,
    file: folder.shown,
    line: 0,
    stamp: '',
    excerpt: 'the run left nothing on stderr',
    success: '',
  };
}

function momentOf({ startedAt, folder }: OperationState): Moment {
  if (startedAt !== null) return startedAt;
  return { at: folder?.modified ?? null, clock: 'file', order: 0 };
}

function keepLatest(state: EngineState, work: string, proof: SuccessSighting): void {
  const known = state.workSuccesses.get(work);
  if (known === undefined && state.workSuccesses.size >= LIMITS.associations) return;
  if (known === undefined || (known.moment.at ?? 0) <= (proof.moment.at ?? 0))
    state.workSuccesses.set(work, proof);
}
