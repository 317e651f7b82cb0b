import type { EngineState, Observation, OperationState } from '../model.ts';

/** How keys show that the service does not take for those of a node. */
const REFUSED = new Set(['CREDENTIALS_EXPIRED', 'CREDENTIALS_INVALID']);

/**
 * A run on an EC2 node that found keys in a credentials file, and whose keys are refused, did not use the node's
 * role: gives the observation that stands for it, or null. The keys of a hybrid node come from such a file.
 */
export function unexpectedKeys(
  { facts: { id } }: EngineState,
  { scope, facts }: OperationState,
  observation: Observation,
): Observation | null {
  const file = facts.get('credentialFile');
  if (file === undefined || scope.kind !== 'run' || !REFUSED.has(observation.cause)) return null;
  if (id?.startsWith('i-') !== true || !/[\\/]\.aws[\\/]credentials$/.test(file)) return null;
  return {
    ...observation,
    cause: 'CREDENTIALS_STATIC_KEYS_IN_USE',
    subject: { kind: 'file', id: file },
    confidence: 'medium',
    beside: new Set(),
  };
}
