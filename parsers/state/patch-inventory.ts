import { malformed, type Parsed } from '../parsed.ts';
import { type JsonObject, memberOf, nameOf, numberOf, objectsOf, parseObject, textOf } from './json.ts';
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
  /** Security updates that the baseline does not approve (Windows). */
  readonly availableSecurityUpdates: number | null;
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
  const content = summaryIn(parsed.value);
  if (content === null) return malformed('Content has no summary');
  const word = (key: string): string | null => nameOf(memberOf(content, key));
  const time = (key: string): number | null => parseInstant(memberOf(content, key));
  return {
    ok: true,
    value: {
      capturedAt: parseInstant(memberOf(parsed.value, 'CaptureTime')),
      baselineId: word('BaselineId'),
      patchGroup: word('PatchGroup'),
      snapshotId: word('SnapshotId'),
      executionId: word('ExecutionId'),
      operation: word('OperationType'),
      startedAt: time('OperationStartTime'),
      endedAt: time('OperationEndTime'),
      rebootOption: word('RebootOption'),
      nonCompliantSeverity: word('NonCompliantSeverity'),
      installOverrideList: textOf(memberOf(content, 'InstallOverrideList')),
      counts: countsOf(content),
    },
  };
}

/** The list with the summary; a file that holds nothing but the summary counts as one. */
function summaryIn(document: JsonObject): JsonObject | null {
  const [content] = objectsOf(memberOf(document, 'Content'));
  if (content !== undefined) return content;
  return memberOf(document, 'InstalledCount') === undefined ? null : document;
}

function countsOf(content: JsonObject): PatchCounts {
  const count = (key: string): number | null => numberOf(memberOf(content, key));
  return {
    installed: count('InstalledCount'),
    installedOther: count('InstalledOtherCount'),
    installedRejected: count('InstalledRejectedCount'),
    installedPendingReboot: count('InstalledPendingRebootCount'),
    notApplicable: count('NotApplicableCount'),
    missing: count('MissingCount'),
    failed: count('FailedCount'),
    criticalNonCompliant: count('CriticalNonCompliantCount'),
    securityNonCompliant: count('SecurityNonCompliantCount'),
    otherNonCompliant: count('OtherNonCompliantCount'),
    availableSecurityUpdates: count('AvailableSecurityUpdateCount'),
  };
}
