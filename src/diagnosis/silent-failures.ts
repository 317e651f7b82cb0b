import { type Files, FilesError } from '../platform/files.ts';
import type { Source } from '../sources/source.ts';
import type { EngineState, OperationState, Sighting } from './model.ts';
import { quote } from './observe/excerpt.ts';
import { noteUnknown } from './unknown/miner.ts';

/**
 * Plugins of the agent that write to stderr only what made them fail. Scripts write there what they like, and the
 * agent adds a line of its own when they fail.
 */
const SAY_ONLY_ERRORS = new Set([
  'awsconfigurePackage',
  'awsdomainJoin',
  'awsdownloadContent',
  'awssoftwareInventory',
  'awsupdateSsmAgent',
]);
/** Bytes of an output that are looked at. */
const HEAD = 4096;

/** Called when all outputs of a run were read: what a plugin said of its failure, if nobody knows it, is not lost. */
export function noteSilentFailures(
  state: EngineState,
  files: Files,
  operation: OperationState,
  outputs: readonly Source[],
): void {
  if (operation.observations.size > 0 || operation.success !== null) return;
  for (const source of outputs) {
    const { output, entry } = source;
    if (output?.stream !== 'stderr' || entry.size === 0 || !SAY_ONLY_ERRORS.has(output.plugin)) continue;
    const text = headOf(files, source.path);
    const at = text.search(/\S/);
    if (at >= 0) noteUnknown(state, text.slice(at), sightingOf(operation, source, text, at));
  }
}

function sightingOf(operation: OperationState, source: Source, text: string, at: number): Sighting {
  const moment = operation.startedAt ?? { at: source.entry.modified, clock: 'file', order: 0 };
  const { excerpt } = quote(text.slice(at), 0);
  const line = text.slice(0, at).split('\n').length;
  return { moment, file: source.shown, line, stamp: '', excerpt };
}

function headOf(files: Files, path: string): string {
  try {
    const file = files.open(path);
    try {
      const bytes = Buffer.alloc(Math.min(file.entry.size, HEAD));
      return bytes.toString('utf8', 0, file.read(bytes, 0));
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FilesError) return '';
    throw error;
  }
}
