import type { Catalogue } from '../../causes/catalogue.ts';
import type { EngineState, Observation, OperationState } from '../model.ts';
import { unexpectedKeys } from './credential-source.ts';
import { wrongEndpoint } from './endpoints.ts';
import { failedHook } from './failed-hook.ts';
import { falseStepFailure, falseStuck } from './false-failures.ts';
import { patchAssociation } from './patch-association.ts';
import type { Timeline } from './timeline.ts';

/** What an observation means together with what else is known of its operation and its node. */
export function derivedFrom(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
  operation: OperationState,
  observation: Observation,
): Observation[] {
  return [
    wrongEndpoint(state, operation, observation),
    falseStuck(state, catalogue, timeline, operation, observation),
    falseStepFailure(catalogue, timeline, operation, observation),
    failedHook(state, operation, observation),
    patchAssociation(state, operation, observation),
    unexpectedKeys(state, operation, observation),
  ].filter((derived) => derived !== null);
}
