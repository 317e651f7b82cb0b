import type { NamingLine, SubjectReport } from '../../report/subject-report.ts';
import { isLiveRoot, madeByText, osName, readingText } from '../wording/report-texts.ts';
import {
  answerText,
  countsText,
  kindText,
  notNamedText,
  patchText,
  reportOnSubject,
  runText,
} from '../wording/subject-texts.ts';
import { timeText } from '../wording/times.ts';
import { counted } from '../wording/words.ts';
import { evidenceBlock, findingSection } from './finding.ts';
import { code, prose } from './inert.ts';

/** The answer about one subject as Markdown for a ticket, with a final line break: everything that it holds. */
export function subjectToMarkdown(subject: SubjectReport): string {
  const report = reportOnSubject(subject);
  const { node, run } = report;
  const { findings, runFindings, patches, lastPatchOperation, runs, lines, lineCount, places } = subject;
  const page = [
    `# ${code(subject.subject.name)}: ${answerText(subject)}`,
    '',
    `- Asked: ${code(subject.subject.asked)}, taken for: ${kindText(subject)}`,
    `- Node: ${node.id === null ? 'id unknown' : code(node.id)}, ${prose(osName(node))}`,
    `- Read: ${readingText(report)}`,
    ...(isLiveRoot(run.root) ? [] : [`- Copy at ${code(run.root)}, as of ${prose(timeText(run.now))}`]),
    ...patches.map((patch) => `- State: ${prose(patchText(patch))}`),
    ...(lastPatchOperation === null ? [] : [`- Last operation: ${prose(countsText(lastPatchOperation))}`]),
    '',
    ...findings.flatMap((finding, index) => findingSection(finding, index + 1, report)),
    ...(runFindings.length > 0 ? ['## In the last run that names it', ''] : []),
    ...runFindings.flatMap((finding, index) => findingSection(finding, findings.length + index + 1, report)),
    ...listed(
      '## Runs',
      runs.map((entry) => prose(runText(entry))),
      subject.moreRuns,
      'more run',
    ),
    ...(lines.length > 0 ? ['## Lines that name it', ''] : []),
    ...lines.flatMap(lineBlock),
    ...(lineCount > lines.length ? [`And ${counted(lineCount - lines.length, 'more line')}.`, ''] : []),
    ...(subject.answer === 'not-named' ? [notNamedText(subject), ''] : []),
    ...(subject.answer === 'not-named'
      ? places.map(({ what, where }) => `- ${prose(what)}: ${code(where)}`)
      : []),
    '',
    `Made by ${prose(madeByText(report))}`,
  ];
  return `${page.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function listed(heading: string, entries: readonly string[], more: number, what: string): string[] {
  if (entries.length === 0) return [];
  return [
    heading,
    '',
    ...entries.map((entry) => `- ${entry}`),
    ...(more > 0 ? [`- ${counted(more, what)}`] : []),
    '',
  ];
}

function lineBlock({ evidence, says, causes }: NamingLine): string[] {
  const label =
    says === 'nothing' ? 'Line' : says === 'cause' ? causes.map(code).join(', ') : says.replace('-', ' ');
  return evidenceBlock(label, evidence);
}
