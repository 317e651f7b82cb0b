import type { EngineState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import { operationOfRun, type TimedRun } from './runs.ts';

/** Runs that begin this close to each other share the payload's folder. */
const TOO_CLOSE = 2 * 60_000;

/** What one run does to another: takes its files, its lock, or its end. */
const SYMPTOMS: ReadonlySet<string> = new Set([
  'DOCUMENT_STEP_FAILED',
  'PATCH_MODULE_LOAD_FAILED',
  'PATCH_PAYLOAD_CHECKSUM_MISMATCH',
  'PATCH_PAYLOAD_DOWNLOAD_FAILED',
  'PATCH_PAYLOAD_EXTRACT_FAILED',
  'PATCH_RUN_FAILED',
  'PATCH_SNAPSHOT_FAILED',
  'PKG_LOCK_HELD',
]);

/**
 * Two runs of patching at once, of which one failed as it does when another works in the same place. Runs that both
 * ended well, or that failed for a reason of their own, did each other no harm.
 */
export function concurrentRuns(
  state: EngineState,
  { runs }: PatchPicture,
  troubles: readonly PatchTrouble[],
): PatchTrouble[] {
  const found: PatchTrouble[] = [];
  for (const [index, later] of runs.entries()) {
    const earlier = runs[index - 1];
    if (earlier === undefined || !areTogether(earlier, later)) continue;
    const failed = [later, earlier].find(({ run }) => wasDisturbed(run.key, troubles));
    if (failed !== undefined)
      found.push(...disturbance(state, failed, failed === later ? earlier : later, troubles));
  }
  return found;
}

function areTogether(earlier: TimedRun, later: TimedRun): boolean {
  return later.from < earlier.to || later.from - earlier.from <= TOO_CLOSE;
}

function wasDisturbed(key: string, troubles: readonly PatchTrouble[]): boolean {
  const own = troubles.filter(({ operation, recoveredBy }) => operation.key === key && recoveredBy === null);
  return own.length > 0 && own.every(({ observation }) => SYMPTOMS.has(observation.cause));
}

function disturbance(
  state: EngineState,
  failed: TimedRun,
  other: TimedRun,
  troubles: readonly PatchTrouble[],
): PatchTrouble[] {
  const own = troubles.find(({ operation }) => operation.key === failed.run.key);
  const line = failed.run.lines.get('operation') ?? own?.observation.first;
  const otherLine = other.run.lines.get('operation');
  if (line === undefined || otherLine === undefined) return [];
  const observation = observationOf('PATCH_CONCURRENT_RUN', null, line);
  const { scope } = other.run;
  const captures =
    scope.associationId === null
      ? { otherCommand: scope.documentId }
      : { otherAssociation: scope.associationId };
  return [
    {
      operation: operationOfRun(state, failed.run),
      observation: { ...observation, family: 'output', confidence: 'medium', context: [otherLine], captures },
      recoveredBy: null,
    },
  ];
}
