import type { Report } from '../../report/report.ts';
import { type DiagnoseOptions, diagnose, discoverFor } from '../diagnose.ts';
import { inputsOf, mayPass } from './inputs.ts';
import { FileMemory } from './memory.ts';
import type { SavedDiagnosis } from './saved-diagnosis.ts';
import { knownFindings, withTrends } from './trend.ts';

export interface DiagnosedAgain {
  readonly report: Report;
  /** For the next diagnosis; null when nothing has changed. */
  readonly saved: SavedDiagnosis | null;
}

/** The report of `diagnose`, with no more read than is new. */
export function diagnoseAgain(options: DiagnoseOptions, before: SavedDiagnosis): DiagnosedAgain {
  const discovered = discoverFor(options);
  const { found, startedAt } = discovered;
  const inputs = inputsOf(options, found, startedAt);
  if (inputs !== null && before.answer?.inputs === inputs) {
    const report = asOfNow(before.answer.report, options, startedAt);
    return { report: withTrends(report, before.findings), saved: null };
  }
  const memory = new FileMemory(options.files, before.files);
  const report = diagnose({ ...options, memory, discovered });
  const answer = inputs === null || mayPass(report) ? null : { inputs, report };
  const saved = { files: memory.remembered, answer, findings: knownFindings(report, before.findings) };
  return { report: withTrends(report, before.findings), saved };
}

function asOfNow(report: Report, { clock }: DiagnoseOptions, startedAt: number): Report {
  const run = {
    ...report.run,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: clock() - startedAt,
  };
  return { ...report, run };
}
