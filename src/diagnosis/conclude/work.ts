import type { OperationState } from '../model.ts';

/** The kind of work that is an update of the operating system itself, whoever started it. */
export const SYSTEM_UPDATE = 'system-update';

/**
 * What kind of work an operation is, most telling first. A later run of the same kind that ended well proves that
 * the trouble of an earlier one has passed; a run of another kind proves nothing.
 */
export function workOf(operation: OperationState): string[] {
  const { scope } = operation;
  if (scope.kind === 'agent') return ['agent'];
  if (scope.kind === 'package-log') return [`package-log/${scope.file}`];
  if (scope.kind === 'association') return [`association/${scope.associationId}`];
  const kinds: string[] = [];
  if (isPatching(operation)) kinds.push(isInstall(operation) ? 'patch/install' : 'patch/scan');
  if (hasStep(operation, /softwareInventory/i)) kinds.push('inventory');
  if (hasStep(operation, /updateSsmAgent/i)) kinds.push('agent-update');
  if (scope.associationId !== null) kinds.push(`association/${scope.associationId}`);
  const name = operation.facts.get('documentName');
  if (name !== undefined && !GENERAL_DOCUMENTS.test(name)) kinds.push(`document/${name}`);
  for (const script of operation.folder?.scripts ?? []) kinds.push(`script/${script}`);
  return kinds;
}

/** The kinds of work that a run which ended well vouches for: installing patches includes the scan. */
export function provenBy(operation: OperationState): string[] {
  const kinds = workOf(operation);
  return kinds.includes('patch/install') ? [...kinds, 'patch/scan'] : kinds;
}

/** Documents that run whatever they are given: the name says nothing about the work. */
const GENERAL_DOCUMENTS = /^AWS-Run(?:ShellScript|PowerShellScript|Document|RemoteScript)$/;

/** Is it a run of a patching document? */
export function isPatching(operation: OperationState): boolean {
  return (
    hasStep(operation, /\/(?:Patch(?:Linux|MacOS|Windows)|PatchBaseline\w*)$/i) ||
    operation.facts.has('operation')
  );
}

/** Does a patching run install, as far as it says? */
export function isInstall(operation: OperationState): boolean {
  return operation.facts.get('operation') === 'Install';
}

function hasStep(operation: OperationState, name: RegExp): boolean {
  for (const step of operation.steps) if (name.test(step)) return true;
  return false;
}
