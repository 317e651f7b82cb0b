import type { OperationScope } from './model.ts';

/** Tells operations apart; the same for all files of one. */
export function operationKey(scope: OperationScope): string {
  if (scope.kind === 'agent') return 'agent';
  if (scope.kind === 'package-log') return `package-log/${scope.file}`;
  if (scope.kind === 'association') return `association/${scope.associationId}`;
  return runKey(scope);
}

/** Tells the successes of associations apart: that it ended well is one, that it was scheduled another. */
export function successKey(associationId: string, success: string): string {
  return `${associationId} ${success}`;
}

/** The key of a run by its command, or by its association and time. */
export function runKey({
  documentId,
  runId,
}: {
  readonly documentId: string;
  readonly runId: string | null;
}): string {
  return runId === null ? `run/${documentId}` : `run/${documentId}/${runId}`;
}
