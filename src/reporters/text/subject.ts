import type { Finding } from '../../report/report.ts';
import type { NamingLine, SubjectReport } from '../../report/subject-report.ts';
import type { TextOptions } from '../text.ts';
import { selectionOf } from '../wording/selection.ts';
import {
  answerText,
  countsText,
  kindText,
  notNamedText,
  patchText,
  reportOnSubject,
  runText,
} from '../wording/subject-texts.ts';
import { counted, placeOf } from '../wording/words.ts';
import { colored, type Paint, type Style, uncolored } from './ansi.ts';
import { findingRows, UUID_TAIL } from './finding.ts';
import { nodeRows } from './heading.ts';
import { asideRows, cutRow, NOTE_HANG, recoveredRow, unknownRow } from './notes.ts';
import { BLANK, indented, labelled, layOut, plain, type Row } from './row.ts';
import { quoted, type Sheet, sheetOf, shorten, shortenPath } from './sheet.ts';

/** How much is told: findings, runs, lines. */
interface Amounts {
  readonly findings: number;
  readonly runs: number;
  readonly lines: number;
}

const ALL: Amounts = {
  findings: Number.MAX_SAFE_INTEGER,
  runs: Number.MAX_SAFE_INTEGER,
  lines: Number.MAX_SAFE_INTEGER,
};
/** Less and less, until it fits. */
const AMOUNTS: readonly [Amounts, ...Amounts[]] = [
  { findings: 2, runs: 3, lines: 5 },
  { findings: 2, runs: 2, lines: 3 },
  { findings: 1, runs: 2, lines: 2 },
  { findings: 1, runs: 1, lines: 1 },
  { findings: 1, runs: 0, lines: 0 },
];
/** Run Command shows the first 2,500 characters of the output. */
const CHARACTERS = 2400;
const CUT_FILES = 3;
const STYLES: Readonly<Record<SubjectReport['answer'], Style>> = {
  active: 'bad',
  recovered: 'good',
  'no-trouble': 'good',
  'not-named': 'plain',
  inconclusive: 'doubt',
};

/**
 * The answer about one subject for a terminal, with a final line break: the answer first, then what it rests on. Unless
 * all is asked for, it is cut to what Run Command shows.
 */
export function subjectToText(subject: SubjectReport, options: TextOptions): string {
  const sheet = sheetOf(reportOnSubject(subject), options.width, options.unicode);
  const paint = options.color ? colored : uncolored;
  if (options.verbose) return pageText(pageRows(sheet, subject, ALL), sheet, paint);
  const fitting = AMOUNTS.find(
    (amounts) => pageText(pageRows(sheet, subject, amounts), sheet, uncolored).length <= CHARACTERS,
  );
  return pageText(pageRows(sheet, subject, fitting ?? (AMOUNTS.at(-1) as Amounts)), sheet, paint);
}

function pageText(rows: readonly Row[], { width }: Sheet, paint: Paint): string {
  return `${layOut(rows, width, paint).join('\n')}\n`;
}

function pageRows(sheet: Sheet, subject: SubjectReport, amounts: Amounts): Row[] {
  const selection = selectionOf(sheet.report);
  const { causes, recovered, cut } = selection;
  const own = selection.consequences.filter(
    ({ cause }) => causes.length === 0 || cause === subject.subject.name,
  );
  const findings = [...causes, ...own];
  const told = findings.slice(0, amounts.findings);
  const telling = amounts === ALL ? 'whole' : 'short';
  const isOfRun = (finding: Finding): boolean => subject.runFindings.includes(finding);
  const more = findings.length - told.length;
  const blocks: Row[][] = [
    [...answerRows(sheet, subject), ...nodeRows(sheet)],
    stateRows(sheet, subject),
    ...told.map((finding, index) => [
      ...(isOfRun(finding) ? [indented('In the last run that names it:', 0)] : []),
      ...findingRows(sheet, finding, index + 1, telling),
    ]),
    [
      ...(more > 0 ? [labelled('more', `${counted(more, 'cause')}: -v`, NOTE_HANG)] : []),
      ...recovered.map((finding, index) => recoveredRow(sheet, finding, index)),
      ...runRows(sheet, subject, amounts.runs),
      ...lineRows(sheet, subject, amounts.lines),
      ...subject.unrecognized.slice(0, amounts.lines).map((line, index) => unknownRow(sheet, line, index)),
      ...cut.slice(0, CUT_FILES).map((file, index) => cutRow(sheet, file, index)),
      ...asideRows(selection),
    ],
    placeRows(sheet, subject),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index > 0 ? [BLANK, ...block] : block));
}

function answerRows(sheet: Sheet, report: SubjectReport): Row[] {
  const name = { text: shorten(sheet, report.subject.name, sheet.width - 2), style: STYLES[report.answer] };
  const text = `${answerText(report)} (${kindText(report)})`;
  return [{ lead: [name, plain('  ')], text, hang: 3, breaks: 'anywhere' }];
}

function stateRows(sheet: Sheet, { patches, lastPatchOperation }: SubjectReport): Row[] {
  const rows = patches.map((patch, index) =>
    labelled(index === 0 ? 'state' : '', shorten(sheet, patchText(patch), 2 * sheet.width), NOTE_HANG),
  );
  if (lastPatchOperation === null) return rows;
  const text = shorten(sheet, countsText(lastPatchOperation), 2 * sheet.width);
  return [...rows, labelled('last operation', text, NOTE_HANG)];
}

function runRows(sheet: Sheet, { runs, moreRuns }: SubjectReport, most: number): Row[] {
  const listed = runs.slice(0, most);
  const more = runs.length - listed.length + moreRuns;
  const short = (id: string): string => id.replace(UUID_TAIL, sheet.ellipsis);
  return [
    ...listed.map((run, index) =>
      labelled(index === 0 ? 'runs' : '', shorten(sheet, runText(run, short), 3 * sheet.width), NOTE_HANG),
    ),
    ...(more > 0
      ? [labelled(listed.length > 0 ? '' : 'runs', `${counted(more, 'more run')}`, NOTE_HANG)]
      : []),
  ];
}

function lineRows(sheet: Sheet, { lines, lineCount }: SubjectReport, most: number): Row[] {
  const listed = lines.slice(0, most);
  const more = lineCount - listed.length;
  return [
    ...listed.flatMap((line, index) => lineRow(sheet, line, index)),
    ...(more > 0
      ? [labelled(listed.length > 0 ? '' : 'lines', `${counted(more, 'more line')} named it`, NOTE_HANG)]
      : []),
  ];
}

/** What a line says, for people. */
const SAYINGS: Readonly<Record<Exclude<NamingLine['says'], 'cause' | 'nothing'>, string>> = {
  harmless: 'no trouble',
  success: 'a success',
  'unknown-error': 'an error that no cause knows',
};

function lineRow(sheet: Sheet, { evidence, says, causes }: NamingLine, index: number): Row[] {
  const room = sheet.width - NOTE_HANG;
  const place = shortenPath(sheet, placeOf(evidence), room);
  const said = quoted(sheet, evidence.excerpt, 2 * room, evidence.time.raw);
  const meant = says === 'nothing' ? '' : ` (${says === 'cause' ? causes.join(', ') : SAYINGS[says]})`;
  return [labelled(index === 0 ? 'lines' : '', place, NOTE_HANG), indented(`${said}${meant}`, NOTE_HANG)];
}

/** Where to look, when there is nothing to show. */
function placeRows(sheet: Sheet, report: SubjectReport): Row[] {
  const { runs, patches, findings, lineCount, places } = report;
  if (runs.length + patches.length + findings.length + lineCount > 0) return [];
  return [
    indented(notNamedText(report), 0),
    ...places.map(({ what, where }) => indented(`${sheet.print(what)}: ${sheet.print(where)}`, 3)),
  ];
}
