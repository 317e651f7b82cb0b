import type { Unrecognized } from '../../report/report.ts';
import type { PatchEntry } from '../../report/subject-report.ts';
import type { Trouble } from '../conclude/troubles.ts';
import type { OperationState } from '../model.ts';
import type { Mentions } from './mentions.ts';
import { causeOfState } from './patch-entries.ts';
import type { SubjectQuestion } from './question.ts';

/** Ids of associations and commands that are meant: the one asked for, or those whose document it is. */
export function idsOf({ kind, name }: SubjectQuestion, { kept }: Mentions): ReadonlySet<string> {
  if (kind === 'run') return new Set([name]);
  return new Set(kind === 'document' ? kept.flatMap(({ associationId }) => associationId ?? []) : []);
}

/** Is a run about the subject, or does it name it? */
export function isRunOf(
  { kind, name }: SubjectQuestion,
  ids: ReadonlySet<string>,
  operation: OperationState,
  mentions: Mentions,
): boolean {
  const { scope, facts, steps, observations } = operation;
  if (scope.kind !== 'run') return false;
  if (ids.has(scope.documentId) || ids.has(scope.associationId ?? '')) return true;
  if (kind === 'cause') return [...observations.values()].some(({ cause }) => cause === name);
  if (kind === 'run') return false;
  if (mentions.byRun.has(operation.key) || facts.get('documentName') === name) return true;
  return kind === 'name' && [...steps].some((step) => step.endsWith(`/${name}`));
}

/** Is a trouble about the subject: by its cause, its run, or by what its lines name? */
export function concerns(
  { operation, observation }: Trouble,
  { kind, name, inLines }: SubjectQuestion,
  ids: ReadonlySet<string>,
  mentions: Mentions,
  patches: readonly PatchEntry[],
): boolean {
  const { scope } = operation;
  const { cause, signal, subject, captures, first, last, context } = observation;
  if (kind === 'cause') return cause === name;
  if (scope.kind === 'run' && (ids.has(scope.documentId) || ids.has(scope.associationId ?? ''))) return true;
  if (scope.kind === 'association' && ids.has(scope.associationId)) return true;
  if (kind === 'document' && operation.facts.get('documentName') === name) return true;
  if (subject === null && patches.some(({ state }) => causeOfState(state) === cause)) return true;
  if (subject?.id === name) return true;
  if (inLines === null) return false;
  // A state file is one line, which names every patch.
  const lines = signal.startsWith('state-') ? [] : [first, last, ...context].map((line) => line.excerpt);
  const texts = [subject?.id ?? '', ...Object.values(captures), ...lines];
  if (texts.some((text) => inLines.names(text))) return true;
  return mentions.kept.some(
    ({ causes, operationKey }) => causes.includes(cause) && operationKey === operation.key,
  );
}

/** Does an error that no cause knows name the subject? */
export function isNamedIn({ inLines }: SubjectQuestion, { template, evidence }: Unrecognized): boolean {
  return (
    inLines !== null &&
    [template, ...evidence.map((line) => line.excerpt)].some((text) => inLines.names(text))
  );
}
