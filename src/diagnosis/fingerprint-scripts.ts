import { createHash } from 'node:crypto';
import { type Files, FilesError } from '../platform/files.ts';
import type { RunFolder } from '../sources/source.ts';
import { isPatching } from './conclude/work.ts';
import { proofOf } from './finish-run.ts';
import type { EngineState } from './model.ts';
import { runKey } from './operation-key.ts';

/** Scripts are short; of a longer one the beginning tells. */
const SCRIPT_LIMIT = 256 * 1024;

/**
 * Gives a run the fingerprints of its scripts, so that a later run of the same script can be told from another
 * command. Scripts are read only where something went wrong before or now, which is rare.
 */
export function fingerprintScripts(
  state: EngineState,
  files: Files,
  runs: ReadonlyMap<string, RunFolder>,
  key: string,
): void {
  const operation = state.operations.get(key);
  if (operation === undefined || operation.folder === null) return;
  // A patching run is told by its operation; its script holds the id of its snapshot, and is no other's.
  if (isPatching(operation)) return;
  const isTroubled = operation.observations.size > 0;
  if (!isTroubled && ![...operation.steps].some((step) => state.troubledSteps.has(step))) return;
  if (isTroubled) for (const step of operation.steps) state.troubledSteps.add(step);
  else if (proofOf(operation) === null) return;
  const run = runs.get(key);
  if (run === undefined) return;
  const scripts = [...run.scripts.values()].flatMap((path) => fingerprintOf(files, path) ?? []);
  operation.folder = { ...operation.folder, scripts };
}

/** The runs by the keys of their operations. */
export function runsByKey(runs: readonly RunFolder[]): ReadonlyMap<string, RunFolder> {
  return new Map(runs.map((run) => [runKey(run), run]));
}

function fingerprintOf(files: Files, path: string): string | null {
  try {
    // Where a script should be, many kinds of runs have none.
    if (files.find(path) === null) return null;
    const file = files.open(path);
    try {
      const bytes = Buffer.alloc(Math.min(file.entry.size, SCRIPT_LIMIT));
      const got = file.read(bytes, 0);
      return createHash('sha256').update(bytes.subarray(0, got)).digest('hex').slice(0, 16);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FilesError) return null;
    throw error;
  }
}
