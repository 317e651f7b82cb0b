import type { CauseTexts } from '../../causes/catalogue.ts';
import type { Operation, OperationKind } from '../../report/report.ts';
import type { EngineState, OperationState } from '../model.ts';
import { documentNameOf } from './document-name.ts';
import { endOf, isoOf, type Timeline } from './timeline.ts';
import { isInstall, isPatching, workOf } from './work.ts';

/** What kind of operation of the agent a cause disturbs. */
const AGENT_KINDS: ReadonlyMap<string, OperationKind> = new Map([
  ['AGENT_NOT_REGISTERED', 'agent-registration'],
  ['AGENT_ACTIVATION_INVALID', 'agent-registration'],
  ['AGENT_DEREGISTERED', 'agent-registration'],
  ['AGENT_FINGERPRINT_CHANGED', 'agent-registration'],
  ['AGENT_VAULT_DAMAGED', 'agent-registration'],
  ['AGENT_IDENTITY_UNAVAILABLE', 'agent-registration'],
  ['AGENT_UPDATE_FAILED', 'agent-update'],
  ['AGENT_UPDATE_UNSUPPORTED', 'agent-update'],
  ['AGENT_START_FAILED', 'agent-start'],
  ['AGENT_PANIC', 'agent-start'],
  ['AGENT_WORKER_START_FAILED', 'agent-start'],
  ['AGENT_CONFIG_INVALID', 'agent-start'],
  ['AGENT_LOG_CONFIG_INVALID', 'agent-start'],
  ['AGENT_SESSION_FAILED', 'session'],
]);

/** An operation as the report names it; `cause` is what disturbed it, where that says more about its kind. */
export function operationFacts(
  operation: OperationState,
  cause: CauseTexts | null,
  state: EngineState,
  timeline: Timeline,
): Operation {
  const { scope } = operation;
  const associationId = scope.kind === 'association' || scope.kind === 'run' ? scope.associationId : null;
  const commandId = scope.kind === 'run' && scope.runId === null ? scope.documentId : null;
  return {
    kind: kindOf(operation, cause),
    id: idOf(operation, state),
    documentName: documentNameOf(state, operation),
    associationId,
    commandId,
    startedAt: scope.kind === 'run' ? isoOf(endOf(operation, timeline)) : null,
  };
}

function kindOf(operation: OperationState, cause: CauseTexts | null): OperationKind {
  const { scope } = operation;
  if (scope.kind === 'agent') return AGENT_KINDS.get(cause?.id ?? '') ?? 'agent-connection';
  if (scope.kind === 'package-log') return 'package';
  if (isPatching(operation)) return isInstall(operation) ? 'patch-install' : 'patch-scan';
  const work = workOf(operation);
  if (work.includes('inventory')) return 'inventory';
  if (work.includes('agent-update')) return 'agent-update';
  if ([...operation.steps].some((step) => step.startsWith('awsconfigurePackage/'))) return 'package';
  return scope.kind === 'association' || scope.associationId !== null ? 'association' : 'command';
}

function idOf({ scope }: OperationState, state: EngineState): string {
  switch (scope.kind) {
    case 'agent':
      return state.facts.id ?? 'agent';
    case 'package-log':
      return scope.file;
    case 'association':
      return scope.associationId;
    case 'run':
      return scope.runId === null ? scope.documentId : `${scope.documentId}/${scope.runId}`;
  }
}
