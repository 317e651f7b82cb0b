import { runChild } from '../../platform/child.ts';
import type { Environment } from '../../platform/environment.ts';
import type { OwnCommand } from '../../platform/own-program.ts';
import { childEnvironment } from './child-environment.ts';
import { outcomeOf, type ReportOutcome } from './outcome.ts';
import { type ReportOrder, reportArguments } from './report-arguments.ts';

export type { ReportOutcome } from './outcome.ts';

/** Makes a report, and delivers it. */
export interface Reporter {
  /** Never throws for what becomes of the report. An abort ends it within seconds. */
  run(signal: AbortSignal): Promise<ReportOutcome>;
}

export interface ReporterOptions {
  readonly command: OwnCommand;
  readonly environment: Environment;
  /** Asked for each report. */
  readonly order: () => ReportOrder;
  /** Arguments beside those that the order comes to. */
  readonly more?: readonly string[];
  /** Milliseconds for all but the sending; ten minutes where it is absent. */
  readonly diagnosis?: number;
}

/** For the largest trees on the slowest disks, at low priority. */
const DIAGNOSIS = 600_000;
/** Many times what a report says about its delivery. */
const MOST_OUTPUT = 1024 * 1024;
const MOST_ERRORS = 8 * 1024;

/** A reporter that runs this program again for each report: what that needs is free again when it has ended. */
export function childReporter(options: ReporterOptions): Reporter {
  const { command, environment, order, more = [], diagnosis = DIAGNOSIS } = options;
  return {
    run: async (signal) => {
      const began = performance.now();
      const asked = order();
      const longest = asked.deadline + diagnosis;
      const child = await runChild(
        {
          program: command.program,
          args: [...command.args, ...reportArguments(asked), ...more],
          environment: childEnvironment(environment),
          longest,
          mostOutput: MOST_OUTPUT,
          mostErrors: MOST_ERRORS,
        },
        signal,
      );
      return outcomeOf(child, longest, Math.round(performance.now() - began));
    },
  };
}
