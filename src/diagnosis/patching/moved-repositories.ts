import type { EngineState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** Longer than any patch run may last. */
const LONGEST_RUN = 3 * 60 * 60_000;

/** Repository files of the node lie where a run moved them to, and no run is under way that could put them back. */
export function movedRepositories(
  state: EngineState,
  { runs, node, operation }: PatchPicture,
): PatchTrouble[] {
  const [first, ...others] = state.patching.movedRepositories;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return [];
  const { verdict, key } = last.run;
  const hasEnded = verdict !== null || (state.operations.get(key)?.observations.size ?? 0) > 0;
  if (!hasEnded && (node.now === null || node.now - last.to < LONGEST_RUN)) return [];
  const folder = first.file.slice(0, first.file.lastIndexOf('/'));
  const observation = observationOf('REPO_CUSTOM_SOURCES_ERROR', { kind: 'file', id: folder }, first);
  return [{ operation, observation: { ...observation, context: others }, recoveredBy: null }];
}
