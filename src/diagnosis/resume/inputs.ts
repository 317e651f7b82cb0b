import { createHash } from 'node:crypto';
import type { Report } from '../../report/report.ts';
import type { Discovery } from '../../sources/source.ts';
import type { DiagnoseOptions } from '../diagnose.ts';

/** File systems keep times in steps of up to two seconds: of what changed just now the next change may not show. */
const TIME_STEP = 2000;

/**
 * A digest of all that a report follows from, with files by their identity, size and last change. Null where that does
 * not tell: on a running machine, whose clock goes on, and where a file changed so lately that it may have changed since.
 */
export function inputsOf(options: DiagnoseOptions, found: Discovery, startedAt: number): string | null {
  if (options.live != null) return null;
  const { platform, since, maxRuns, now, shownRoot, skipped } = options;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([platform, since, maxRuns, now, shownRoot, skipped]));
  hash.update(
    JSON.stringify([found.skipped, found.nodeIds, found.runRoot, found.hasAgent, found.hasProgram]),
  );
  let text = '';
  for (const { kind, shown, entry } of found.sources) {
    if (entry.modified + TIME_STEP >= startedAt) return null;
    text += `${kind}\n${shown}\n${entry.identity}\n${entry.size}\n${entry.modified}\n`;
  }
  for (const { shown, modified } of found.runs) text += `${shown}\n${modified}\n`;
  return hash.update(text).digest('hex');
}

/** Does a report say something that may be otherwise the next time without any file having changed? */
export function mayPass({ coverage }: Report): boolean {
  return coverage.some(({ reason }) => reason !== null && PASSING.has(reason));
}

const PASSING: ReadonlySet<string> = new Set([
  'changed-while-read',
  'not-readable',
  'rotated-away',
  'time-limit',
  'vanished',
]);
