import { answerAbout } from '../diagnosis/subject/answer.ts';
import { type ExitStatus, exitStatusOfAnswer } from '../report/exit-status.ts';
import type { FormatName } from '../reporters/formats.ts';
import { SUBJECT_FORMATS } from '../reporters/subject-formats.ts';
import { type EvidenceFlags, onEvidence } from './evidence.ts';
import { refuseEmptyRoot } from './live-root.ts';
import { print, refuseEmptyOutput } from './print.ts';
import { textOptions } from './render.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface WhyFlags extends EvidenceFlags {
  readonly format: FormatName;
  readonly output?: string;
  readonly verbose: boolean;
}

/** Names of packages, documents and patches are shorter. */
const LONGEST = 200;

/** `why`: what happened to one subject; gives the exit status that the answer deserves. */
export async function runWhy(subject: string, flags: WhyFlags, terminal: Terminal): Promise<ExitStatus> {
  refuseUnusable(subject);
  refuseEmptyRoot(flags.root);
  refuseEmptyOutput(flags.output);
  const report = await onEvidence(flags, await rulesFor(flags), terminal, (options) =>
    answerAbout(subject, options),
  );
  const options = { ...textOptions(flags, terminal), verbose: flags.verbose };
  print(SUBJECT_FORMATS[flags.format](report, options), flags, terminal);
  return exitStatusOfAnswer(report.answer);
}

function refuseUnusable(subject: string): void {
  const expected = 'why: expected a KB, package, association, command, document or cause';
  if (subject.trim() === '') throw new UsageError(`${expected}, found an empty name; give one`);
  // A single letter stands in every line.
  if (subject.trim().length === 1)
    throw new UsageError(`${expected}, found one character: ${subject.trim()}; give its whole name`);
  if (subject.length > LONGEST)
    throw new UsageError(`${expected}, found ${subject.length} characters; give its name alone`);
  // Nothing that is to be found has one in its name.
  if (/\p{Cc}/u.test(subject))
    throw new UsageError(`${expected}, found control characters in '${subject}'; give its name alone`);
}
