import { parseRunId } from '../../../parsers/run-id.ts';
import type { Source, StepOutput } from '../../sources/source.ts';
import type { Moment, OperationState } from '../model.ts';

/** Notes that a file of output belongs to the run, and gives the time for its lines without a stamp. */
export function noteOutputFile(
  operation: OperationState,
  source: Source,
  output: StepOutput,
  order: number,
): Moment {
  operation.steps.add(`${output.plugin}/${output.step}`);
  const { modified, size } = source.entry;
  const known = operation.folder;
  const isErrors = output.stream === 'stderr';
  operation.folder = {
    modified: Math.max(modified, known?.modified ?? 0),
    quietErrors: (known?.quietErrors ?? true) && (!isErrors || size === 0),
    hasErrorsFile: isErrors || known?.hasErrorsFile === true,
    scripts: known?.scripts ?? [],
    shown: known?.shown ?? source.shown,
  };
  const started = output.runId === null ? null : parseRunId(output.runId);
  const moment: Moment = { at: started, clock: 'utc', order };
  operation.startedAt ??= started === null ? null : moment;
  return moment;
}
