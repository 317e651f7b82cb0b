import { confinedFiles } from '../../platform/confined-files.ts';
import type { Files } from '../../platform/files.ts';
import { isUntouched, TrailedFiles } from '../../platform/trail.ts';
import type { Report } from '../../report/report.ts';
import { type DiagnoseOptions, diagnose } from '../diagnose.ts';
import { FileMemory } from './memory.ts';
import type { Answer, SavedDiagnosis } from './saved-diagnosis.ts';
import { knownFindings, withTrends } from './trend.ts';

export interface DiagnosedAgain {
  readonly report: Report;
  /** For the next diagnosis; null when nothing has changed. */
  readonly saved: SavedDiagnosis | null;
}

/**
 * The report of `diagnose` on these files, confined to the root, with no more read than is new. What is asked once only
 * is not kept as an answer.
 */
export function diagnoseAgain(
  options: DiagnoseOptions,
  before: SavedDiagnosis,
  inner: Files,
  isOnce = false,
): DiagnosedAgain {
  const began = options.clock();
  const { answer } = before;
  const question = isOnce ? null : questionOf(options);
  if (answer !== null && answer.question === question && isUntouched(inner, answer.trail)) {
    return { report: withTrends(asOfNow(answer.report, options, began), before.findings), saved: null };
  }
  const trailed = question === null ? null : new TrailedFiles(inner);
  const files = confinedFiles(trailed ?? inner, options.root);
  const memory = new FileMemory(files, before.files);
  const report = diagnose({ ...options, files, memory });
  const trail = trailed === null || mayPass(report) ? null : trailed.trail(began);
  const saved: SavedDiagnosis = {
    files: memory.remembered,
    answer: question === null || trail === null ? null : { question, trail, report },
    findings: knownFindings(report, before.findings),
  };
  return { report: withTrends(report, before.findings), saved };
}

/** What is asked, beside the files; null for a running machine, whose clock goes on. */
function questionOf({
  live,
  platform,
  since,
  maxRuns,
  now,
  root,
  shownRoot,
  skipped,
}: DiagnoseOptions): Answer['question'] | null {
  return live == null ? JSON.stringify([platform, since, maxRuns, now, root, shownRoot, skipped]) : null;
}

/** Does a report say something that would be otherwise the next time, though no file has changed? */
function mayPass({ coverage }: Report): boolean {
  return coverage.some(({ reason }) => reason !== null && PASSING.has(reason));
}

const PASSING: ReadonlySet<string> = new Set(['changed-while-read', 'rotated-away', 'vanished']);

function asOfNow(report: Report, { clock }: DiagnoseOptions, began: number): Report {
  const run = { ...report.run, startedAt: new Date(began).toISOString(), durationMs: clock() - began };
  return { ...report, run };
}
