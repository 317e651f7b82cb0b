import { malformed, type Parsed } from '../parsed.ts';
import { type JsonObject, numberOf, objectsOf, parseObject, textOf } from './json.ts';
import { parseInstant } from './time.ts';

/** Patches by state, and of those that are not compliant by weight; null where the file does not say. */
export interface PatchCounts {
  readonly installed: number | null;
  readonly installedOther: number | null;
  readonly installedRejected: number | null;
  readonly installedPendingReboot: number | null;
  readonly notApplicable: number | null;
  readonly missing: number | null;
  readonly failed: number | null;
  readonly criticalNonCompliant: number | null;
  readonly securityNonCompliant: number | null;
  readonly otherNonCompliant: number | null;
}

/** The summary of the last patch operation: what the node reported as AWS:PatchSummary. */
export interface PatchInventory {
  /** Times are milliseconds since 1970, UTC. */
  readonly capturedAt: number | null;
  /** Null after a run with a baseline override. */
  readonly baselineId: string | null;
  readonly patchGroup: string | null;
  readonly snapshotId: string | null;
  /** The command id: names the folder of the run. */
  readonly executionId: string | null;
  /** `Scan`, `Install`. */
  readonly operation: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** `RebootIfNeeded`, `NoReboot`. */
  readonly rebootOption: string | null;
  /** Null when compliant. */
  readonly nonCompliantSeverity: string | null;
  /** Where the list of patches to install came from instead of the baseline. */
  readonly installOverrideList: string | null;
  /** Counts of a Windows search that did not finish are -1. */
  readonly counts: PatchCounts;
}

/** Parses `patch-inventory-from-last-operation.json` (Windows: `PatchInventoryFromLastOperation.json`). */
export function parsePatchInventory(text: string): Parsed<PatchInventory> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const [content] = objectsOf(parsed.value.Content);
  if (content === undefined) return malformed('Content has no summary');
  return {
    ok: true,
    value: {
      capturedAt: parseInstant(parsed.value.CaptureTime),
      baselineId: textOf(content.BaselineId),
      patchGroup: textOf(content.PatchGroup),
      snapshotId: textOf(content.SnapshotId),
      executionId: textOf(content.ExecutionId),
      operation: textOf(content.OperationType),
      startedAt: parseInstant(content.OperationStartTime),
      endedAt: parseInstant(content.OperationEndTime),
      rebootOption: textOf(content.RebootOption),
      nonCompliantSeverity: textOf(content.NonCompliantSeverity),
      installOverrideList: textOf(content.InstallOverrideList),
      counts: countsOf(content),
    },
  };
}

function countsOf(content: JsonObject): PatchCounts {
  return {
    installed: numberOf(content.InstalledCount),
    installedOther: numberOf(content.InstalledOtherCount),
    installedRejected: numberOf(content.InstalledRejectedCount),
    installedPendingReboot: numberOf(content.InstalledPendingRebootCount),
    notApplicable: numberOf(content.NotApplicableCount),
    missing: numberOf(content.MissingCount),
    failed: numberOf(content.FailedCount),
    criticalNonCompliant: numberOf(content.CriticalNonCompliantCount),
    securityNonCompliant: numberOf(content.SecurityNonCompliantCount),
    otherNonCompliant: numberOf(content.OtherNonCompliantCount),
  };
}
