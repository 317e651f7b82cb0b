import type { Coverage } from '../../report/report.ts';
import type { Remembered } from './memory.ts';

/** Kinds of logs that the agent writes to until it rolls them. */
const OF_THE_AGENT: ReadonlySet<string> = new Set([
  'agent-log',
  'errors-log',
  'hibernate-log',
  'setup-log',
  'update-log',
]);

/** A log that is written to has a name without the suffix of a roll. */
const CURRENT = /\.(?:log|txt)$/i;

/**
 * Says of the logs that were written to when they were read, and are gone now, that their ends are missing. That the
 * oldest roll of a log is removed, and the outputs of old runs, is in order: they had been read.
 */
export function rotatedAway(lost: readonly Remembered[]): Coverage[] {
  return lost
    .filter(({ kind, shown }) => OF_THE_AGENT.has(kind) && CURRENT.test(shown))
    .map(({ kind, shown, position }) => ({
      file: shown,
      kind,
      status: 'skipped',
      reason: 'rotated-away',
      detail: `removed since byte ${position.offset} was read; what was written to it after that is lost`,
      bytes: 0,
      lines: 0,
    }));
}
