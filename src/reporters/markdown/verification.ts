import type { Check, VerificationReport } from '../../report/verification-report.ts';
import { isLiveRoot, madeByText, osName, readingText } from '../wording/report-texts.ts';
import { selectionOf } from '../wording/selection.ts';
import { timeText } from '../wording/times.ts';
import {
  answerText,
  answerTexts,
  checkText,
  comparedText,
  reportOnVerification,
} from '../wording/verification-texts.ts';
import { effectText, gapText, spaced } from '../wording/words.ts';
import { evidenceBlock } from './finding.ts';
import { code, fenced, prose } from './inert.ts';

/** A verification as Markdown for a ticket, with a final line break: the answer first, then every check. */
export function verificationToMarkdown(verification: VerificationReport): string {
  const report = reportOnVerification(verification);
  const { node, run } = report;
  const { cut } = selectionOf(report);
  const page = [
    `# ${answerText(verification).toUpperCase()}: ${answerTexts(verification).map(prose).join(', ')}`,
    '',
    `- Node: ${node.id === null ? 'id unknown' : code(node.id)}, ${prose(osName(node))}`,
    `- Read: ${readingText(report)}`,
    ...(isLiveRoot(run.root) ? [] : [`- Copy at ${code(run.root)}, as of ${prose(timeText(run.now))}`]),
    `- ${prose(comparedText(verification))}`,
    ...cut.map((file) => `- Not read: ${code(file.file)}, ${prose(gapText(file, node.platform))}`),
    '',
    ...verification.checks.flatMap((check, index) => checkSection(check, index + 1, run.now)),
    ...newSection(verification),
    `Made by ${prose(madeByText(report))}`,
  ];
  return `${page.join('\n')}\n`;
}

function checkSection(check: Check, number: number, now: string): string[] {
  const { cause, title, severity, role, subject, result, proof, awaits, verify, proving } = check;
  return [
    `## ${number}. ${code(cause)}: ${prose(checkText(check, now))}`,
    '',
    `**${severity}**, ${role}, about ${spaced(subject.kind)} ${code(subject.id)}`,
    '',
    ...(title === '' ? [] : [prose(title), '']),
    ...(proof === null ? [] : evidenceBlock(result === 'fixed' ? 'Cleared by' : 'Proof', proof)),
    ...(result === 'fixed' || awaits === '' ? [] : [`Awaits: ${prose(awaits)}`, '']),
    ...proving.flatMap((step) => [`Run (${effectText(step)}):`, '', ...fenced([step.step]), '']),
    ...(result === 'fixed' || verify === '' ? [] : [`Verify: ${prose(verify)}`, '']),
  ];
}

function newSection({ newlyActive }: VerificationReport): string[] {
  if (newlyActive.length === 0) return [];
  return [
    '## New since the earlier report',
    '',
    ...newlyActive.map(
      ({ cause, title, subject }) =>
        `- ${code(cause)}: ${prose(title)}, ${spaced(subject.kind)} ${code(subject.id)}`,
    ),
    '',
  ];
}
