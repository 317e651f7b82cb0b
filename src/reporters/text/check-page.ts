import type { CheckAnswer, CheckOutcome, CheckReport, CheckStatus } from '../../report/check-report.ts';
import type { TextOptions } from '../text.ts';
import {
  checkAnswerText,
  checkCounts,
  checkNodeTexts,
  STATUS_WORDS,
  toldOutcomes,
} from '../wording/check-texts.ts';
import { effectText } from '../wording/words.ts';
import { colored, type Paint, type Style, uncolored } from './ansi.ts';
import { BLANK, indented, labelled, layOut, plain, type Row } from './row.ts';
import { type Paper, paperOf, shorten } from './sheet.ts';

const ANSWER_STYLES: Readonly<Record<CheckAnswer, Style>> = {
  ok: 'good',
  failed: 'bad',
  'not-seen': 'doubt',
};
const STYLES: Readonly<Record<CheckStatus, Style>> = {
  ok: 'good',
  failed: 'bad',
  'not-applicable': 'faint',
  'not-readable': 'doubt',
  'timed-out': 'doubt',
  crashed: 'doubt',
};
const HANG = 11;
/** Run Command shows the first 2,500 characters of the output. */
const CHARACTERS = 2400;
/** Outcomes that are told, lines of each, and steps of advice; less and less, until it fits. */
const AMOUNTS = [
  { told: 40, lines: 3, steps: 2 },
  { told: 20, lines: 2, steps: 1 },
  { told: 12, lines: 2, steps: 1 },
  { told: 8, lines: 2, steps: 0 },
] as const;
const LEAST = { told: 8, lines: 1, steps: 0 } as const;

interface Amount {
  readonly told: number;
  readonly lines: number;
  readonly steps: number;
}

/** Live checks for a terminal, with a final line break: the answer first, cut to what Run Command shows. */
export function checksToText(report: CheckReport, options: TextOptions): string {
  const paper = paperOf(options.width, options.unicode);
  const page = (amount: Amount, paint: Paint): string =>
    `${layOut(pageRows(paper, report, amount), paper.width, paint).join('\n')}\n`;
  const paint = options.color ? colored : uncolored;
  if (options.verbose) return page({ told: Number.POSITIVE_INFINITY, lines: 20, steps: 20 }, paint);
  const amount = AMOUNTS.find((tried) => page(tried, uncolored).length <= CHARACTERS) ?? LEAST;
  return page(amount, paint);
}

function pageRows(paper: Paper, report: CheckReport, amount: Amount): Row[] {
  const told = toldOutcomes(report);
  const shown = told.slice(0, amount.told);
  const rest = told.length - shown.length;
  return [
    ...headRows(paper, report),
    ...shown.flatMap((outcome) => outcomeRows(paper, outcome, amount)),
    ...(rest > 0 ? [labelled('', `${rest} more: --format json`, HANG)] : []),
    BLANK,
    ...namesRows(paper, report, 'ok', STATUS_WORDS.ok),
    ...namesRows(paper, report, 'not-applicable', STATUS_WORDS['not-applicable']),
  ];
}

function headRows(paper: Paper, report: CheckReport): Row[] {
  const word = { text: checkAnswerText(report).toUpperCase(), style: ANSWER_STYLES[report.answer] };
  return [
    { lead: [word, plain('  ')], text: checkCounts(report), hang: 3, breaks: 'anywhere' },
    { lead: [], text: checkNodeTexts(report).map(paper.print).join('  '), hang: 3, breaks: 'anywhere' },
  ];
}

function outcomeRows(paper: Paper, outcome: CheckOutcome, { lines, steps }: Amount): Row[] {
  const { status, weight, check, cause, summary, remedy } = outcome;
  const pad = ' '.repeat(Math.max(1, HANG - STATUS_WORDS[status].length));
  const lead = [{ text: STATUS_WORDS[status], style: STYLES[status] }, plain(pad)];
  const head = [check, cause ?? '', weight === 'optional' ? '(optional)' : ''].filter((part) => part !== '');
  const row: Row = { lead, text: paper.print(head.join('  ')), hang: HANG, breaks: 'anywhere' };
  const room = paper.width - HANG;
  const fixes = status === 'failed' ? remedy.slice(0, steps) : [];
  return [
    BLANK,
    row,
    indented(shorten(paper, summary, room * lines), HANG),
    ...fixes.map((step, index) =>
      labelled(
        index === 0 ? 'fix' : '',
        `${shorten(paper, step.step, room * lines)} [${effectText(step)}]`,
        HANG + 5,
        HANG,
      ),
    ),
  ];
}

function namesRows(paper: Paper, { outcomes }: CheckReport, status: CheckStatus, label: string): Row[] {
  const names = outcomes.filter((one) => one.status === status).map(({ check }) => check);
  return names.length === 0 ? [] : [labelled(label, paper.print(names.join(', ')), HANG)];
}
