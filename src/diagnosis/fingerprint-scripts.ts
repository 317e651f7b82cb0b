import { createHash } from 'node:crypto';
import { type Files, FilesError } from '../platform/files.ts';
import type { RunFolder } from '../sources/source.ts';
import type { EngineState } from './model.ts';

/** Scripts are short; of a longer one the beginning tells. */
const SCRIPT_LIMIT = 256 * 1024;

/**
 * Gives a run the fingerprints of its scripts, so that a later run of the same script can be told from another
 * command. Scripts are read only where something went wrong before or now, which is rare.
 */
export function fingerprintScripts(state: EngineState, files: Files, runs: readonly RunFolder[], key: string): void {
  const operation = state.operations.get(key);
  if (operation === undefined || operation.folder === null) return;
  if (operation.observations.size === 0 && !resembles(state, operation.steps)) return;
  const run = runs.find((folder) => keyOf(folder) === key);
  if (run === undefined) return;
  const scripts = [...run.scripts.values()].flatMap((path) => fingerprintOf(files, path) ?? []);
  operation.folder = { ...operation.folder, scripts };
}

/** Did a run with the same steps have trouble? */
function resembles(state: EngineState, steps: ReadonlySet<string>): boolean {
  for (const other of state.operations.values()) {
    if (other.observations.size > 0 && [...steps].some((step) => other.steps.has(step))) return true;
  }
  return false;
}

function keyOf({ documentId, runId }: RunFolder): string {
  return runId === null ? `run/${documentId}` : `run/${documentId}/${runId}`;
}

function fingerprintOf(files: Files, path: string): string | null {
  try {
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
