import type { EngineState, Observation, OperationState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';

/** Causes that a wrong endpoint in the agent's settings shows as. */
const SYMPTOMS = new Set([
  'NETWORK_DNS_FAILURE',
  'NETWORK_TIMEOUT',
  'NETWORK_CONNECTION_REFUSED',
  'NETWORK_TLS_FAILURE',
  'NETWORK_UNREACHABLE',
]);

/**
 * A host that cannot be reached, and that the agent's settings name in place of the service's own, is a wrong
 * setting: gives the observation that stands for it, or null.
 */
export function wrongEndpoint(
  state: EngineState,
  operation: OperationState,
  observation: Observation,
): Observation | null {
  if (operation.scope.kind !== 'agent' || !SYMPTOMS.has(observation.cause)) return null;
  const host = (observation.subject?.id ?? '').replace(/^[a-z]+:\/\//i, '').replace(/[:/].*$/, '');
  const setting = state.facts.endpoints.get(host);
  if (setting === undefined) return null;
  return {
    ...observationOf('NETWORK_ENDPOINT_INVALID', { kind: 'endpoint', id: host }, setting),
    family: observation.family,
    service: observation.service,
    count: observation.count,
    first: { ...setting, moment: observation.first.moment },
    last: { ...setting, moment: observation.last.moment },
    context: [observation.last],
  };
}
