import type { Check, VerificationReport } from '../../report/verification-report.ts';
import type { TextOptions } from '../text.ts';
import { selectionOf } from '../wording/selection.ts';
import {
  answerText,
  answerTexts,
  comparedText,
  reportOnVerification,
} from '../wording/verification-texts.ts';
import { counted } from '../wording/words.ts';
import { colored, type Paint, type Style, uncolored } from './ansi.ts';
import { INDENT } from './block.ts';
import { checkRows, shortRow } from './check.ts';
import { nodeRows } from './heading.ts';
import { cutRow, NOTE_HANG } from './notes.ts';
import { BLANK, indented, labelled, layOut, plain, type Row } from './row.ts';
import { type Sheet, sheetOf, shorten } from './sheet.ts';

const STYLES: Readonly<Record<VerificationReport['answer'], Style>> = {
  fixed: 'good',
  'not-yet-provable': 'doubt',
  'nothing-to-verify': 'plain',
  'still-there': 'bad',
};
/** Run Command shows the first 2,500 characters of the output. */
const CHARACTERS = 2400;
/** Checks that are told with proof, and those that have a line; less and less, until it fits. */
const AMOUNTS = [
  { told: 9, lines: 12 },
  { told: 5, lines: 8 },
  { told: 3, lines: 6 },
  { told: 2, lines: 4 },
  { told: 1, lines: 2 },
] as const;
const LEAST = { told: 1, lines: 0 } as const;
const CUT_FILES = 3;
const NEW_ONES = 4;

interface Amount {
  readonly told: number;
  readonly lines: number;
}

/** A verification for a terminal, with a final line break: the answer first, cut to what Run Command shows. */
export function verificationToText(
  report: VerificationReport,
  { width, unicode, color }: Omit<TextOptions, 'verbose'>,
): string {
  const sheet = sheetOf(reportOnVerification(report), width, unicode);
  const page = (amount: Amount, paint: Paint): string =>
    `${layOut(pageRows(sheet, report, amount), sheet.width, paint).join('\n')}\n`;
  const amount = AMOUNTS.find((tried) => page(tried, uncolored).length <= CHARACTERS) ?? LEAST;
  return page(amount, color ? colored : uncolored);
}

function pageRows(sheet: Sheet, report: VerificationReport, { told, lines }: Amount): Row[] {
  const full = leadingOf(report.checks).slice(0, told);
  const rest = report.checks.filter((check) => !full.includes(check));
  const listed = rest.slice(0, lines);
  const notes = [
    ...listed.map((check, index) => shortRow(sheet, check, index)),
    ...moreRows(rest.length - listed.length, listed.length === 0),
    ...newRows(sheet, report),
    ...selectionOf(sheet.report)
      .cut.slice(0, CUT_FILES)
      .map((file, index) => cutRow(sheet, file, index)),
  ];
  const blocks = [
    headRows(sheet, report),
    ...full.map((check, index) => checkRows(sheet, check, index + 1)),
    notes,
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index > 0 ? [BLANK, ...block] : block));
}

/** Roots; a consequence only where it is not mended and no root tells why. */
function leadingOf(checks: readonly Check[]): readonly Check[] {
  const roots = checks.filter(({ role }) => role === 'root');
  const open = checks.filter(({ result }) => result !== 'fixed');
  const isTold = open.length === 0 || roots.some(({ result }) => result !== 'fixed');
  if (!isTold) return [...open, ...roots];
  return roots.length > 0 ? roots : checks;
}

function headRows(sheet: Sheet, report: VerificationReport): Row[] {
  const word = { text: answerText(report).toUpperCase(), style: STYLES[report.answer] };
  const text = answerTexts(report).join(', ');
  return [
    { lead: [word, plain('  ')], text, hang: INDENT, breaks: 'anywhere' },
    ...nodeRows(sheet),
    indented(comparedText(report), 0),
  ];
}

function moreRows(more: number, isFirst: boolean): Row[] {
  if (more === 0) return [];
  return [labelled(isFirst ? 'also' : '', `${counted(more, 'more cause')}: --format json`, NOTE_HANG)];
}

/** What came up in the meantime; it is no part of the answer. */
function newRows(sheet: Sheet, { newlyActive }: VerificationReport): Row[] {
  if (newlyActive.length === 0) return [];
  const named = newlyActive.slice(0, NEW_ONES).map(({ cause }) => shorten(sheet, cause, 60));
  const more = newlyActive.length - named.length;
  const text = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ssm-doctor diagnose`;
  return [labelled('new since', text, NOTE_HANG)];
}
