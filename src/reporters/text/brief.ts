import { type Selection, selectionOf } from '../wording/selection.ts';
import { numberText } from '../wording/words.ts';
import { type Amounts, reduced, startingAmounts } from './amounts.ts';
import { type Paint, uncolored } from './ansi.ts';
import { findingRows, listedRows } from './finding.ts';
import { headingRows } from './heading.ts';
import { alsoNowRow, asideRows, cutRow, harmlessRow, NOTE_HANG, recoveredRow, unknownRow } from './notes.ts';
import { nothingActiveRow } from './nothing-active.ts';
import { BLANK, labelled, layOut, type Row } from './row.ts';
import type { Sheet } from './sheet.ts';

/** Run Command shows the first 2,500 characters of the output. */
const CHARACTERS = 2400;
/** Lines on what is wrong now beside the causes. */
const ALSO_NOW = 3;

/**
 * The lines of the default page: at most 2,400 characters with their line breaks (styles not counted), verdict
 * first. What does not fit goes in the order: harmless, recovered, unknown, remedy steps beyond two, the remedies of
 * later causes, later causes, files not read; the last line says what went.
 */
export function briefLines(sheet: Sheet, paint: Paint): string[] {
  const selection = selectionOf(sheet.report);
  let amounts: Amounts | null = startingAmounts(sheet.report, selection);
  let page = pageRows(sheet, selection, amounts);
  while (amounts !== null && sizeOf(layOut(page, sheet.width, uncolored)) > CHARACTERS) {
    amounts = reduced(amounts);
    if (amounts !== null) page = pageRows(sheet, selection, amounts);
  }
  const ending = layOut(page.slice(-1), sheet.width, uncolored);
  const kept = linesThatFit(layOut(page, sheet.width, uncolored), ending);
  const painted = layOut(page, sheet.width, paint);
  return [...painted.slice(0, kept), ...painted.slice(painted.length - ending.length)];
}

/** The rows of the page; the last one says what is not on it. */
function pageRows(sheet: Sheet, selection: Selection, amounts: Amounts): Row[] {
  const { causes, recovered, cut } = selection;
  const { unrecognized, harmless, live } = sheet.report;
  const { others } = live ?? { others: [] };
  const { told, listed } = amounts;
  const blocks = [
    ...causes.slice(0, told).map((finding, index) => findingRows(sheet, finding, index + 1, amounts.telling)),
    causes
      .slice(told, told + listed)
      .flatMap((finding, index) => listedRows(sheet, finding, told + index + 1)),
    causes.length === 0 ? [nothingActiveRow(sheet, selection)] : [],
    [
      ...others.slice(0, ALSO_NOW).map((failure, index) => alsoNowRow(sheet, failure, index)),
      ...recovered.slice(0, amounts.recovered).map((finding, index) => recoveredRow(sheet, finding, index)),
      ...harmless.slice(0, amounts.harmless).map((line, index) => harmlessRow(sheet, line, index)),
      ...unrecognized.slice(0, amounts.unknown).map((line, index) => unknownRow(sheet, line, index)),
      ...cut.slice(0, amounts.cut).map((file, index) => cutRow(sheet, file, index)),
      ...asideRows(selection),
      moreRow(sheet, selection, amounts),
    ],
  ].filter((rows) => rows.length > 0);
  return [...headingRows(sheet, selection), ...blocks.flatMap((block) => [BLANK, ...block])];
}

function moreRow(sheet: Sheet, { causes, recovered, cut }: Selection, amounts: Amounts): Row {
  const { unrecognized, harmless } = sheet.report;
  const left = [
    amounts.listed > 0 ? 'each remedy' : null,
    leftOut(causes.length - amounts.told - amounts.listed, 'cause', 'causes'),
    leftOut((sheet.report.live?.others.length ?? 0) - ALSO_NOW, 'failed check', 'failed checks'),
    leftOut(recovered.length - amounts.recovered, 'recovered', 'recovered'),
    leftOut(unrecognized.length - amounts.unknown, 'unknown line', 'unknown lines'),
    leftOut(harmless.length - amounts.harmless, 'harmless line', 'harmless lines'),
    leftOut(cut.length - amounts.cut, 'file not read', 'files not read'),
  ].filter((part) => part !== null);
  const rest = causes.length + recovered.length > 0 ? 'all evidence, checks and links' : 'what was read';
  const text = left.length > 0 ? left.join(', ') : rest;
  return labelled('more', `${text}: -v`, NOTE_HANG);
}

function leftOut(count: number, one: string, many: string): string | null {
  return count > 0 ? `${numberText(count)} more ${count === 1 ? one : many}` : null;
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/**
 * How many of the lines stand before the ending; fewer only where lines are long in characters while short in
 * columns, such as those full of marks.
 */
function linesThatFit(lines: readonly string[], ending: readonly string[]): number {
  const body = lines.slice(0, lines.length - ending.length);
  let size = sizeOf(ending);
  const tooMany = body.findIndex((line) => {
    size += line.length + 1;
    return size > CHARACTERS;
  });
  return tooMany < 0 ? body.length : tooMany;
}
