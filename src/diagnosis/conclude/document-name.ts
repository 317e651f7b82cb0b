import type { EngineState, OperationState } from '../model.ts';

/** As the run tells, or another run of its association, or the agent when it schedules the association. */
export function documentNameOf({ documentNames }: EngineState, operation: OperationState): string | null {
  const { facts, scope } = operation;
  const associationId = scope.kind === 'association' || scope.kind === 'run' ? scope.associationId : null;
  const known = associationId === null ? undefined : documentNames.get(associationId);
  return facts.get('documentName') ?? known ?? null;
}
