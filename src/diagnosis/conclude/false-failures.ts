import { parseRunId } from '../../../parsers/run-id.ts';
import type { Catalogue } from '../../causes/catalogue.ts';
import type { EngineState, Observation, OperationState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import { successKey } from '../operation-key.ts';
import { isAfter, type Timeline } from './timeline.ts';

/**
 * An association that the agent reports as stuck after its last run had ended with Success: gives the observation
 * that stands for the wrong status, or null.
 */
export function falseStuck(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  { scope }: OperationState,
  observation: Observation,
): Observation | null {
  if (observation.cause !== 'ASSOC_STUCK_IN_PROGRESS' || scope.kind === 'agent') return null;
  const id = scope.kind === 'package-log' ? null : scope.associationId;
  const success = id === null ? null : (reportedWell(state, catalogue, id) ?? ownWords(state, id));
  if (id === null || success === null || !isAfter(timeline, observation.first, success)) return null;
  const began = parseRunId(state.latestRuns.get(id) ?? '');
  const ended = timeline.sortKey(success.moment);
  if (began === null || ended === null || began > ended) return null;
  return asWrongStatus('ASSOC_STATUS_FALSE', { kind: 'association', id }, observation, success);
}

/** The latest report of the association as Success. */
function reportedWell(state: EngineState, catalogue: Catalogue, associationId: string): Sighting | null {
  const ending = catalogue.successes.find(
    ({ reach, recovers }) => reach === 'association' && recovers.causes?.includes('ASSOC_STUCK_IN_PROGRESS'),
  );
  if (ending === undefined) return null;
  return state.associationSuccesses.get(successKey(associationId, ending.id)) ?? null;
}

/** Where the log with the report of the success is gone: the last run itself says that it ended well. */
function ownWords(state: EngineState, associationId: string): Sighting | null {
  const success = state.workSuccesses.get(`association/${associationId}`);
  return success === undefined || success.success === '' ? null : success;
}

/**
 * A step that failed after the run had said that its work is done, in a run without any other failure: gives the
 * observation that stands for the wrong status, or null.
 */
export function falseStepFailure(
  catalogue: Catalogue,
  timeline: Timeline,
  operation: OperationState,
  observation: Observation,
): Observation | null {
  const { success, scope } = operation;
  if (success === null || scope.kind !== 'run' || observation.family !== 'output') return null;
  if (observation.cause !== 'DOCUMENT_STEP_FAILED') return null;
  const isWorkDone = catalogue.successes.some(({ id, workDone }) => id === success.success && workDone);
  if (!isWorkDone || !isAfter(timeline, observation.last, success)) return null;
  const others = [...operation.observations.values()].filter(
    ({ cause, closed, last }) =>
      !STATUS_OF_A_STEP.has(cause) && closed === null && isAfter(timeline, last, success),
  );
  return others.length > 0 ? null : asWrongStatus('DOCUMENT_STATUS_FALSE', null, observation, success);
}

/** Causes that only say with which status something ended. */
const STATUS_OF_A_STEP = new Set(['ASSOC_FAILED', 'DOCUMENT_STEP_FAILED', 'PATCH_RUN_FAILED']);

/** The proof is the line that says it went well; the report of the failure stands beside it. */
function asWrongStatus(
  cause: string,
  subject: Observation['subject'],
  reported: Observation,
  success: Sighting,
): Observation {
  return {
    ...observationOf(cause, subject, success),
    family: reported.family,
    count: reported.count,
    first: reported.first,
    context: [reported.last],
    captures: reported.captures,
  };
}
