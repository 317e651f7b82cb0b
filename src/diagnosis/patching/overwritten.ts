import type { EngineState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import { operationOfRun, type TimedRun } from './runs.ts';

/**
 * Two schedules judge the node by different baselines, and the last one to write calls non-compliant what the other
 * called compliant. One change of the baseline is no quarrel: the two have to be different associations, or to have
 * taken turns.
 */
export function overwritten(state: EngineState, { runs, summary }: PatchPicture): PatchTrouble[] {
  const judged = runs.filter(({ run }) => baselineOf(run) !== null);
  const last = judged.at(-1);
  if (last === undefined || last.run.verdict !== 'non-compliant') return [];
  const baseline = baselineOf(last.run);
  const other = judged.findLast(({ run }) => baselineOf(run) !== baseline);
  if (other === undefined || other.run.verdict !== 'compliant') return [];
  if (!areTwoSchedules(last, other) && !tookTurns(judged, baseline)) return [];
  const line = baselineLine(last);
  if (line === null) return [];
  const context = [baselineLine(other), other.run.verdictLine, last.run.verdictLine].flatMap(
    (one) => one ?? [],
  );
  const { associationId } = last.run.scope;
  return [
    {
      operation: operationOfRun(state, last.run),
      observation: {
        ...observationOf(
          'PATCH_COMPLIANCE_OVERWRITTEN',
          associationId === null
            ? { kind: 'baseline', id: baseline ?? '' }
            : { kind: 'association', id: associationId },
          line,
        ),
        context,
        captures: {
          baseline: baseline ?? '',
          otherBaseline: baselineOf(other.run) ?? '',
          ...(other.run.scope.associationId === null
            ? {}
            : { otherAssociation: other.run.scope.associationId }),
          ...(summary?.snapshotId == null ? {} : { snapshot: summary.snapshotId }),
        },
      },
      recoveredBy: null,
    },
  ];
}

type Run = TimedRun['run'];

/** What it judges by: an override, or the id of a baseline. */
function baselineOf({ facts }: Run): string | null {
  return facts.get('override') ?? facts.get('baselineId') ?? null;
}

function baselineLine({ run }: TimedRun): Sighting | null {
  return run.lines.get('override') ?? run.lines.get('baselineId') ?? null;
}

function areTwoSchedules(a: TimedRun, b: TimedRun): boolean {
  const [one, other] = [a.run.scope.associationId, b.run.scope.associationId];
  return one !== null && other !== null && one !== other;
}

/** Did a run before the others use the last one's baseline, too? */
function tookTurns(judged: readonly TimedRun[], baseline: string | null): boolean {
  const first = judged.findIndex(({ run }) => baselineOf(run) === baseline);
  return judged.slice(first + 1).some(({ run }) => baselineOf(run) !== baseline);
}
