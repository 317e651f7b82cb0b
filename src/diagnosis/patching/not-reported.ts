import type { EngineState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import { operationOfRun } from './runs.ts';

/**
 * The last run judged by an override, found the node compliant and uploaded nothing: what the run before it reported
 * still stands. A run that uploads says so before it begins.
 */
export function notReported(state: EngineState, { runs }: PatchPicture): PatchTrouble[] {
  const last = runs.at(-1)?.run;
  const before = runs.findLast(({ run }) => !run.facts.has('override'))?.run;
  const line = last?.lines.get('override');
  if (last === undefined || before === undefined || line === undefined) return [];
  if (last.verdict !== 'compliant' || last.facts.has('upload') || before.verdict !== 'non-compliant')
    return [];
  const context = [last.verdictLine, before.verdictLine].flatMap((one) => one ?? []);
  const observation = observationOf('PATCH_OVERRIDE_NOT_REPORTED', null, line);
  return [
    {
      operation: operationOfRun(state, last),
      observation: { ...observation, family: 'output', confidence: 'medium', context },
      recoveredBy: null,
    },
  ];
}
