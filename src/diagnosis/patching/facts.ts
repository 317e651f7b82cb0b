import type { PatchCounts } from '../../../parsers/state/patch-inventory.ts';
import type { Moment, OperationScope, Sighting, SuccessSighting } from '../model.ts';

/** What patch operations left on the node, beside the lines that speak of a cause. Plain data, bounded. */
export interface PatchingFacts {
  /** The summary of the last operation; of several files the latest. */
  summary: PatchSummary | null;
  /** The list of what is installed, with states. */
  states: PatchStateList | null;
  /** Runs of patching documents, by the key of their operation. */
  readonly runs: Map<string, PatchRun>;
  /** Lines that tell when the system started; the latest ones. */
  boots: Sighting[];
  /** Repository files that a run moved away and that still lie there. */
  readonly movedRepositories: Sighting[];
  /** The payload's note that it asked for a restart, with the time in the moment; gone after the next start. */
  rebootRequest: Sighting | null;
  /** The agent's line that a step asked it for a restart. */
  agentReboot: Sighting | null;
}

/** The summary of the last patch operation. Times are milliseconds UTC. */
export interface PatchSummary {
  readonly executionId: string | null;
  readonly operation: string | null;
  readonly baselineId: string | null;
  readonly patchGroup: string | null;
  readonly snapshotId: string | null;
  readonly rebootOption: string | null;
  readonly severity: string | null;
  readonly startedAt: number | null;
  /** When it ended, or was written. */
  readonly endedAt: number | null;
  readonly counts: PatchCounts;
  /** Where each count that matters stands. */
  readonly places: ReadonlyMap<string, Sighting>;
  /** The file. */
  readonly place: Sighting;
}

/** Patches with a state that is not compliant, by title. */
export interface PatchStateList {
  readonly pending: readonly NamedPatch[];
  readonly pendingCount: number;
  readonly rejected: readonly NamedPatch[];
  readonly rejectedCount: number;
  /** Some tracking files hold these two, too; the payloads of Linux do not list them. */
  readonly missing: readonly NamedPatch[];
  readonly missingCount: number;
  readonly failed: readonly NamedPatch[];
  readonly failedCount: number;
  /** When an Install last ended without the restart that it wanted, milliseconds UTC; null: never. */
  readonly waitingSince: number | null;
  /** The newest installation of a patch that waits for a restart, milliseconds UTC. */
  readonly newestPending: number | null;
  /** Where the file breaks off, or where the time stands that may be impossible; null: it is sound. */
  readonly damage: Sighting | null;
}

export interface NamedPatch {
  readonly title: string;
  readonly place: Sighting;
}

/** A run of a patching document, as far as its output tells. */
export interface PatchRun {
  readonly key: string;
  readonly scope: Extract<OperationScope, { kind: 'run' }>;
  readonly steps: readonly string[];
  readonly facts: ReadonlyMap<string, string>;
  /** Lines of these facts. */
  readonly lines: ReadonlyMap<string, Sighting>;
  readonly startedAt: Moment | null;
  /** The last line with a time, or the change of its files. */
  readonly seenLast: Moment | null;
  /** What it said of the node; null when it did not come to that, or does not say. */
  readonly verdict: 'compliant' | 'non-compliant' | null;
  readonly verdictLine: Sighting | null;
  /** That it ended well and nothing was wrong. */
  readonly proof: SuccessSighting | null;
}

export function noPatching(): PatchingFacts {
  return {
    summary: null,
    states: null,
    runs: new Map(),
    boots: [],
    movedRepositories: [],
    rebootRequest: null,
    agentReboot: null,
  };
}
