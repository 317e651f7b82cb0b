import type { Coverage, Harmless, Report, Unrecognized } from '../report/report.ts';
import { evidenceBlock, findingSection } from './markdown/finding.ts';
import { code, prose } from './markdown/inert.ts';
import { failureText, seenTexts } from './wording/finding-texts.ts';
import { nothingActiveText } from './wording/nothing-active.ts';
import { isLiveRoot, madeByText, osName, readingText, verdictTexts } from './wording/report-texts.ts';
import { type Selection, selectionOf } from './wording/selection.ts';
import { timeText } from './wording/times.ts';
import { counted, gapText, numberText, sizeText, spaced } from './wording/words.ts';

/**
 * The report as Markdown for a ticket, with a final line break: everything that it holds, verdict first. Nothing
 * that came from a log or a file name can format, link, mention or hide anything.
 */
export function reportToMarkdown(report: Report): string {
  const selection = selectionOf(report);
  const lines = [
    ...heading(report, selection),
    ...report.findings.flatMap((finding, index) => findingSection(finding, index + 1, report)),
    ...alsoNowSection(report),
    ...unknownSection(report),
    ...harmlessSection(report.harmless),
    ...coverageSection(report),
    `Made by ${prose(madeByText(report))}`,
  ];
  return `${lines.join('\n')}\n`;
}

function heading(report: Report, selection: Selection): string[] {
  const { node, run, verdict } = report;
  const quoting = { path: code, word: prose };
  return [
    `# ${verdict.toUpperCase()}: ${verdictTexts(report, selection).join(', ')}`,
    '',
    `- Node: ${node.id === null ? 'id unknown' : code(node.id)}, ${prose(osName(node))}`,
    `- Agent: ${node.agentVersion === null ? 'version unknown' : prose(node.agentVersion)}`,
    ...(node.region === null ? [] : [`- Region: ${prose(node.region)}`]),
    `- Read: ${readingText(report)}`,
    ...(isLiveRoot(run.root) ? [] : [`- Copy at ${code(run.root)}, as of ${prose(timeText(run.now))}`]),
    '',
    ...(selection.causes.length === 0 ? [nothingActiveText(report, selection, quoting), ''] : []),
  ];
}

function alsoNowSection({ live }: Report): string[] {
  const others = live?.others ?? [];
  if (others.length === 0) return [];
  return ['## Also wrong now', '', ...others.map((failure) => `- Check ${prose(failureText(failure))}`), ''];
}

function unknownSection({ unrecognized, run }: Report): string[] {
  if (unrecognized.length === 0) return [];
  return ['## Lines nobody knows', '', ...unrecognized.flatMap((unknown) => unknownBlock(unknown, run.now))];
}

function unknownBlock(unknown: Unrecognized, now: string): string[] {
  const seen = [`seen ${counted(unknown.count, 'time')}`, ...seenTexts(unknown, now).map(prose)];
  return [
    `${code(unknown.template)}, ${seen.join(', ')}`,
    '',
    ...unknown.evidence.flatMap((evidence) => evidenceBlock('Proof', evidence)),
  ];
}

function harmlessSection(harmless: readonly Harmless[]): string[] {
  if (harmless.length === 0) return [];
  const blocks = harmless.flatMap(({ id, count, why, evidence }) => [
    `${code(id)}, seen ${counted(count, 'time')}: ${prose(why)}`,
    '',
    ...evidence.flatMap((line) => evidenceBlock('Line', line)),
  ]);
  return ['## Not the cause', '', ...blocks];
}

function coverageSection(report: Report): string[] {
  if (report.coverage.length === 0) return [];
  return [
    '## What was read',
    '',
    '| File | Kind | Status | Lines | Size | Why not all |',
    '| --- | --- | --- | ---: | ---: | --- |',
    ...report.coverage.map((file) => coverageRow(file, report)),
    '',
  ];
}

function coverageRow(file: Coverage, { node }: Report): string {
  const isWhole = file.status === 'read' && file.reason === null;
  const cells = [
    code(file.file),
    prose(spaced(file.kind)),
    spaced(file.status),
    numberText(file.lines),
    sizeText(file.bytes),
    isWhole ? '' : prose(gapText(file, node.platform)),
  ];
  return `| ${cells.join(' | ')} |`;
}
