import type { PatchCounts, PatchInventory } from '../../../parsers/state/patch-inventory.ts';
import type { PatchState, PatchStates } from '../../../parsers/state/patch-states.ts';
import type { Source } from '../../sources/source.ts';
import type { EngineState, Sighting } from '../model.ts';
import type { NamedPatch } from '../patching/facts.ts';
import { sightingInState } from './state-observation.ts';

/** Where the counts stand that make a node non-compliant, or that prove that one does not. */
const FIELDS: readonly (readonly [keyof PatchCounts, field: string])[] = [
  ['installedPendingReboot', 'InstalledPendingRebootCount'],
  ['installedRejected', 'InstalledRejectedCount'],
  ['failed', 'FailedCount'],
  ['missing', 'MissingCount'],
  ['availableSecurityUpdates', 'AvailableSecurityUpdateCount'],
];

/** Longer than any line of a document that is written for people. */
const ONE_LINE = 200;
/** Characters behind the start of a field that are quoted with it. */
const QUOTED = 140;

/**
 * The line that holds a field. A document that is all one line is quoted around the field, from the one before it: the
 * middle of a long quotation is the first to be cut.
 */
function sightingOfField(source: Source, text: string, field: string, order: number): Sighting {
  const at = Math.max(0, text.indexOf(field));
  const sighting = sightingInState(source, text, at, order);
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
  if (end - start <= ONE_LINE) return sighting;
  const from = Math.max(start, text.lastIndexOf(',', at - 2) + 1);
  const quoted = text.slice(from, Math.min(end, at + QUOTED));
  const last = quoted.lastIndexOf(',');
  const isWhole = from + quoted.length === end || last <= at - from;
  return { ...sighting, excerpt: (isWhole ? quoted : quoted.slice(0, last)).trim() };
}

/** Keeps the summary of the last patch operation; of several files the one that was written last. */
export function noteInventory(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  inventory: PatchInventory,
): void {
  const endedAt = inventory.endedAt ?? inventory.capturedAt;
  const known = state.patching.summary;
  if (known !== null && (known.endedAt ?? 0) > (endedAt ?? 0)) return;
  const at = (field: string): Sighting => ({
    ...sightingOfField(source, text, `"${field}"`, order),
    moment: { at: endedAt, clock: 'utc', order },
  });
  const places = FIELDS.filter(([count]) => inventory.counts[count] !== null);
  state.patching.summary = {
    executionId: inventory.executionId,
    operation: inventory.operation,
    baselineId: inventory.baselineId,
    patchGroup: inventory.patchGroup,
    snapshotId: inventory.snapshotId,
    rebootOption: inventory.rebootOption,
    severity: inventory.nonCompliantSeverity,
    startedAt: inventory.startedAt,
    endedAt,
    counts: inventory.counts,
    places: new Map(places.map(([count, field]) => [count, at(field)])),
    place: at('NonCompliantSeverity'),
  };
}

/** Patches that are named of each state. */
const NAMED_PATCHES = 5;

/** Keeps what the list of installed patches says of those that make a node non-compliant. */
export function notePatchStates(
  state: EngineState,
  source: Source,
  text: string,
  order: number,
  { patches, lastNoRebootInstallAt }: PatchStates,
): void {
  const at = (literal: string): Sighting => sightingOfField(source, text, literal, order);
  const named = (some: readonly PatchState[]): NamedPatch[] =>
    some.slice(0, NAMED_PATCHES).map(({ title }) => ({ title, place: at(JSON.stringify(title)) }));
  const inState = (names: RegExp): PatchState[] =>
    patches.filter((patch) => names.test(patch.state.replace(/[_ ]/g, '')));
  const pending = inState(/^InstalledPendingReboot$/i);
  const rejected = inState(/^Install(?:ed)?Rejected$/i);
  const missing = inState(/^Missing$/i);
  const failed = inState(/^Failed$/i);
  const installed = pending.flatMap((patch) => patch.installedAt ?? []);
  state.patching.states = {
    pending: named(pending),
    pendingCount: pending.length,
    rejected: named(rejected),
    rejectedCount: rejected.length,
    missing: named(missing),
    missingCount: missing.length,
    failed: named(failed),
    failedCount: failed.length,
    waitingSince: lastNoRebootInstallAt,
    newestPending: installed.length === 0 ? null : installed.reduce((a, b) => Math.max(a, b)),
    damage: lastNoRebootInstallAt === null ? null : at('lastNoRebootInstallOperationTime'),
  };
}

/** Keeps that the list of installed patches cannot be read. */
export function noteDamagedStates(state: EngineState, source: Source, text: string, order: number): void {
  state.patching.states = {
    pending: [],
    pendingCount: 0,
    rejected: [],
    rejectedCount: 0,
    missing: [],
    missingCount: 0,
    failed: [],
    failedCount: 0,
    waitingSince: null,
    newestPending: null,
    damage: sightingInState(source, text, Math.max(0, text.length - 1), order),
  };
}
