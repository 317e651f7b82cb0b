import type { Coverage, Evidence, Finding, Harmless, Unrecognized } from '../../report/report.ts';
import {
  captureTexts,
  evidenceTimes,
  excerptLines,
  failureText,
  findingSeenTexts,
  liveText,
  operationTexts,
  seenTexts,
} from '../wording/finding-texts.ts';
import { coverageTexts, madeByText } from '../wording/report-texts.ts';
import { selectionOf } from '../wording/selection.ts';
import { effectText, placeOf, spaced } from '../wording/words.ts';
import type { Paint } from './ansi.ts';
import { HANG, INDENT } from './block.ts';
import { headRows } from './finding.ts';
import { headingRows } from './heading.ts';
import { nothingActiveRow } from './nothing-active.ts';
import { BLANK, indented, labelled, layOut, type Row, unbroken } from './row.ts';
import type { Sheet } from './sheet.ts';

/**
 * The lines of the page that says everything: each finding, all evidence, remedies, checks and files. Places of
 * evidence and addresses are not broken, whatever the width, so that they can be copied.
 */
export function fullLines(sheet: Sheet, paint: Paint): string[] {
  const { findings, unrecognized, harmless, coverage, live } = sheet.report;
  const selection = selectionOf(sheet.report);
  const blocks = [
    headingRows(sheet, selection),
    ...(selection.causes.length === 0 ? [[nothingActiveRow(sheet, selection)]] : []),
    ...findings.map((finding, index) => findingBlock(sheet, finding, index + 1)),
    (live?.others ?? []).map((failure) => labelled('also now', sheet.print(failureText(failure)), HANG)),
    ...unrecognized.map((line) => unknownBlock(sheet, line)),
    ...harmless.map((line) => harmlessBlock(sheet, line)),
    coverage.map((file) => coverageRow(sheet, file)),
    [labelled('made by', sheet.print(madeByText(sheet.report)), HANG)],
  ].filter((rows) => rows.length > 0);
  return layOut(
    blocks.flatMap((rows, index) => (index === 0 ? rows : [BLANK, ...rows])),
    sheet.width,
    paint,
  );
}

function findingBlock(sheet: Sheet, finding: Finding, number: number): Row[] {
  const { subject, recoveredBy, leadsTo, remedy, verify, docUrl, rule } = finding;
  const { now } = sheet.report.run;
  return [
    ...headRows(sheet, finding, number, [finding.status, finding.role, `${finding.confidence} confidence`]),
    indented(sheet.print(finding.title), INDENT),
    ...labelledTexts(sheet, 'about', [`${spaced(subject.kind)} ${subject.id}`]),
    ...labelledTexts(sheet, 'during', [operationTexts(finding).join(', ')]),
    ...labelledTexts(sheet, 'seen', [findingSeenTexts(finding, now).join(', ')]),
    ...allEvidenceRows(sheet, finding.evidence),
    ...(recoveredBy === null ? [] : evidenceRows(sheet, 'cleared', recoveredBy.evidence)),
    ...labelledTexts(
      sheet,
      'now',
      [liveText(finding)].filter((text) => text !== null),
    ),
    ...labelledTexts(sheet, 'led to', leadsTo.length > 0 ? [leadsTo.join(', ')] : []),
    ...labelledTexts(sheet, 'values', captureTexts(finding)),
    ...labelledTexts(
      sheet,
      'fix',
      remedy.map((step, index) => `${index + 1}. ${step.step} [${effectText(step)}]`),
    ),
    ...labelledTexts(sheet, 'verify', verify === '' ? [] : [verify]),
    ...labelledTexts(sheet, 'more', docUrl === null ? [] : [docUrl]).map(unbroken),
    ...labelledTexts(sheet, 'rule', rule === undefined ? [] : [rule]).map(unbroken),
  ];
}

function labelledTexts(sheet: Sheet, label: string, texts: readonly string[]): Row[] {
  return texts.map((text, index) => labelled(index === 0 ? label : '', sheet.print(text), HANG, INDENT));
}

function allEvidenceRows(sheet: Sheet, evidence: readonly Evidence[]): Row[] {
  return evidence.flatMap((line, index) => evidenceRows(sheet, index === 0 ? 'proof' : '', line));
}

/** Place and time, then the excerpt line by line, all of it. */
function evidenceRows(sheet: Sheet, label: string, evidence: Evidence): Row[] {
  const times = evidenceTimes(evidence).join('  ');
  const lines = excerptLines(evidence);
  return [
    unbroken(labelled(label, sheet.print(placeOf(evidence)), HANG, INDENT)),
    ...(times === '' ? [] : [indented(sheet.print(times), HANG)]),
    ...lines.map((line, index) => {
      const opening = index === 0 ? '"' : '';
      const closing = index === lines.length - 1 ? '"' : '';
      return indented(opening + sheet.print(line.replaceAll('\t', '  ')) + closing, HANG);
    }),
  ];
}

function unknownBlock(sheet: Sheet, unknown: Unrecognized): Row[] {
  const seen = sheet.print(seenTexts(unknown, sheet.report.run.now).join(', '));
  const text = `"${sheet.print(unknown.template)}" ${sheet.times}${unknown.count}`;
  return [
    labelled('unknown', seen === '' ? text : `${text}, ${seen}`, HANG),
    ...allEvidenceRows(sheet, unknown.evidence),
  ];
}

function harmlessBlock(sheet: Sheet, harmless: Harmless): Row[] {
  const text = `${sheet.print(harmless.id)} ${sheet.times}${harmless.count}: ${sheet.print(harmless.why)}`;
  return [labelled('harmless', text, HANG), ...allEvidenceRows(sheet, harmless.evidence)];
}

function coverageRow(sheet: Sheet, file: Coverage): Row {
  const label = file.status === 'partly-read' ? 'partly' : file.status;
  const facts = coverageTexts(file, sheet.report).join(', ');
  return labelled(label, sheet.print(`${file.file} (${facts})`), HANG);
}
