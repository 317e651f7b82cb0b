import type { EngineState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import { operationOfRun, type TimedRun } from './runs.ts';

/**
 * The node was judged by the baseline of its patch group, and now, in no group, by another, which finds it
 * non-compliant. A change from group to group, or of the baseline of a group, is somebody's intention.
 */
export function lostGroup(state: EngineState, { runs }: PatchPicture): PatchTrouble[] {
  const judged = runs.filter(({ run }) => run.facts.has('baselineId') && !run.facts.has('override'));
  const last = judged.at(-1);
  if (last === undefined || last.run.verdict !== 'non-compliant' || !last.run.facts.has('noPatchGroup'))
    return [];
  const baseline = last.run.facts.get('baselineId') ?? '';
  const before = judged.findLast(({ run }) => run.facts.has('patchGroup'));
  const line = last.run.lines.get('noPatchGroup');
  if (before === undefined || line === undefined || before.run.facts.get('baselineId') === baseline)
    return [];
  return [
    {
      operation: operationOfRun(state, last.run),
      observation: {
        ...observationOf('PATCH_BASELINE_MISMATCH', { kind: 'baseline', id: baseline }, line),
        family: 'output',
        confidence: 'medium',
        context: [
          lineOf(last, 'baselineId'),
          lineOf(before, 'patchGroup'),
          lineOf(before, 'baselineId'),
        ].flat(),
        captures: {
          baseline,
          otherBaseline: before.run.facts.get('baselineId') ?? '',
          patchGroup: before.run.facts.get('patchGroup') ?? '',
        },
      },
      recoveredBy: null,
    },
  ];
}

function lineOf({ run }: TimedRun, fact: string): Sighting | readonly never[] {
  return run.lines.get(fact) ?? [];
}
