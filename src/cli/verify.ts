import { loadCatalogue } from '../causes/catalogue.ts';
import { type DiagnoseOptions, diagnose } from '../diagnosis/diagnose.ts';
import { FileMemory } from '../diagnosis/resume/memory.ts';
import { NOTHING_SAVED, type SavedDiagnosis } from '../diagnosis/resume/saved-diagnosis.ts';
import { verificationOf } from '../diagnosis/verify/verification.ts';
import { type ExitStatus, exitStatusOfVerification } from '../report/exit-status.ts';
import type { Report } from '../report/report.ts';
import type { VerificationReport } from '../report/verification-report.ts';
import type { FormatName } from '../reporters/formats.ts';
import { VERIFICATION_FORMATS } from '../reporters/verification-formats.ts';
import { causeNamed } from './cause-name.ts';
import { earlierFolder, withEarlierState } from './earlier-state.ts';
import { type EvidenceFlags, onEvidence } from './evidence.ts';
import { refuseEmptyRoot } from './live-root.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import { refuseEmptyState } from './resumed.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';

export interface VerifyFlags extends EvidenceFlags {
  readonly format: FormatName;
  readonly output?: string;
  /** The folder with what an earlier diagnosis left. */
  readonly state?: string;
}

/**
 * `verify`: what became of the causes of an earlier diagnosis, or of one of them. Leaves no state, so that the answer is
 * the same when it is asked again.
 */
export async function runVerify(
  asked: string | null,
  flags: VerifyFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  refuseEmptyRoot(flags.root);
  refuseEmptyOutput(flags.output);
  refuseEmptyState(flags.state);
  const rules = await rulesFor(flags);
  const { causes } = loadCatalogue('linux', rules);
  const cause = asked === null ? null : causeNamed('verify', asked, causes);
  const report = await onEvidence(flags, rules, terminal, (options): VerificationReport => {
    const folder = earlierFolder(flags, options);
    const verified = (saved: SavedDiagnosis): VerificationReport =>
      verificationOf(again(options, saved), { cause, before: saved.findings, causes });
    return folder === null ? verified(NOTHING_SAVED) : withEarlierState(folder, options, terminal, verified);
  });
  print(VERIFICATION_FORMATS[flags.format](report, textOptions(flags, terminal)), flags, terminal);
  return exitStatusOfVerification(report.answer);
}

/** The report of a diagnosis, with no more read than is new. */
function again(options: DiagnoseOptions, { files }: SavedDiagnosis): Report {
  return diagnose({ ...options, memory: new FileMemory(options.files, files) });
}
