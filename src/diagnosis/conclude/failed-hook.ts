import type { EngineState, Observation, OperationState } from '../model.ts';
import { documentNameOf } from './document-name.ts';

const WITH_HOOKS = 'AWS-RunPatchBaselineWithHooks';
/** Steps of the document that patch or only decide what comes next; the others are hooks. */
const OWN_STEP =
  /\/(?:Patch(?:Linux|MacOS|Windows)|[^/]{0,60}(?:Scan|Install|Reboot|Check)[^/]{0,60})\/std(?:out|err)/i;

/**
 * A step that failed in a run of patching with hooks and does not patch itself is a hook: gives the observation that
 * stands for it, or null.
 */
export function failedHook(
  state: EngineState,
  operation: OperationState,
  observation: Observation,
): Observation | null {
  if (operation.scope.kind !== 'run' || observation.cause !== 'DOCUMENT_STEP_FAILED') return null;
  if (observation.family !== 'output') return null;
  const name = documentNameOf(state, operation);
  if (name?.endsWith(WITH_HOOKS) !== true || OWN_STEP.test(observation.last.file)) return null;
  const step = /([^/]{1,100})\/std(?:out|err)/.exec(observation.last.file)?.[1];
  const subject = step === undefined ? null : ({ kind: 'step', id: step } as const);
  return { ...observation, cause: 'PATCH_HOOK_FAILED', subject, beside: new Set() };
}
