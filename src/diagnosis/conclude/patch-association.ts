import type { EngineState, Observation, OperationState } from '../model.ts';
import { documentNameOf } from './document-name.ts';

/** What makes the association non-compliant whose document reports the patches of a node. */
const LACKING = new Set(['PATCH_MISSING_APPROVED', 'PATCH_INSTALL_FAILED', 'PATCH_NONCOMPLIANT']);
/** Of the patching documents this one turns missing patches into a non-compliant association. */
const REPORTING = 'AWS-RunPatchBaselineAssociation';

/**
 * A patching association is non-compliant while the node lacks patches, however well it ran: gives the observation
 * that stands for that, or null.
 */
export function patchAssociation(
  state: EngineState,
  operation: OperationState,
  observation: Observation,
): Observation | null {
  const { scope } = operation;
  if (scope.kind !== 'run' || scope.associationId === null || !LACKING.has(observation.cause)) return null;
  if (documentNameOf(state, operation)?.endsWith(REPORTING) !== true) return null;
  const subject = { kind: 'association', id: scope.associationId } as const;
  const cause = 'ASSOC_PATCH_NONCOMPLIANT';
  return { ...observation, cause, subject, passesWith: 'own-run', beside: new Set() };
}
