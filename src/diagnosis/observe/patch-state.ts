import type { PatchCounts, PatchInventory } from '../../../parsers/state/patch-inventory.ts';
import type { PatchStates } from '../../../parsers/state/patch-states.ts';
import type { Source } from '../../sources/source.ts';
import type { EngineState, OperationState } from '../model.ts';
import { operationOf } from './absorb.ts';
import { noteFromState, sightingInState } from './state-observation.ts';

/** What a count above zero in the summary of the last patch operation says. */
const COUNTS: readonly (readonly [keyof PatchCounts, field: string, cause: string])[] = [
  ['installedPendingReboot', '"InstalledPendingRebootCount"', 'PATCH_REBOOT_PENDING'],
  ['installedRejected', '"InstalledRejectedCount"', 'PATCH_REJECTED_INSTALLED'],
  ['failed', '"FailedCount"', 'PATCH_INSTALL_FAILED'],
  ['missing', '"MissingCount"', 'PATCH_MISSING_APPROVED'],
];

/** Enters the summary of the last patch operation: it belongs to the run whose command id it names. */
export function noteInventory(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  inventory: PatchInventory,
): void {
  const operation = patchRun(state, inventory.executionId);
  if (inventory.operation !== null) operation.facts.set('operation', inventory.operation);
  if (inventory.endedAt !== null)
    operation.startedAt = { at: inventory.startedAt ?? inventory.endedAt, clock: 'utc', order };
  for (const [count, field, cause] of COUNTS) {
    if ((inventory.counts[count] ?? 0) <= 0) continue;
    noteFromState(
      operation,
      cause,
      null,
      sightingInState(source, text, Math.max(0, text.indexOf(field)), order),
    );
  }
}

/** What the state of one patch says. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['InstalledPendingReboot', 'PATCH_REBOOT_PENDING'],
  ['InstalledRejected', 'PATCH_REJECTED_INSTALLED'],
  ['InstallRejected', 'PATCH_REJECTED_INSTALLED'],
]);

/** Rejected patches named as subjects. */
const NAMED_PATCHES = 5;

/** Enters patches whose state makes a node non-compliant. */
export function notePatchStates(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  { patches }: PatchStates,
): void {
  const operation = patchRun(state, null);
  let rejected = 0;
  for (const patch of patches) {
    const cause = STATES.get(patch.state);
    if (cause === undefined) continue;
    const sighting = sightingInState(
      source,
      text,
      Math.max(0, text.indexOf(JSON.stringify(patch.title))),
      order,
    );
    // A node with hundreds of patches pending needs one reboot.
    if (cause === 'PATCH_REBOOT_PENDING') noteFromState(operation, cause, null, sighting);
    else if (rejected++ < NAMED_PATCHES)
      noteFromState(operation, cause, { kind: 'patch', id: patch.title }, sighting);
  }
}

/** The step is not known where only the summary is left of a run. */
function patchRun(state: EngineState, commandId: string | null): OperationState {
  const operation = operationOf(state, {
    kind: 'run',
    documentId: commandId ?? 'last-patch-operation',
    runId: null,
    associationId: null,
  });
  if (!operation.facts.has('operation')) operation.facts.set('operation', 'Scan');
  return operation;
}
