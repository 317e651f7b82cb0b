import type { DeliveryResult, TargetResult } from '../delivery/result.ts';
import type { Report } from '../report/report.ts';
import { colored, type Paint, uncolored } from '../reporters/text/ansi.ts';
import { listedRows } from '../reporters/text/finding.ts';
import { headingRows } from '../reporters/text/heading.ts';
import { NOTE_HANG } from '../reporters/text/notes.ts';
import { BLANK, labelled, layOut, type Row, unbroken } from '../reporters/text/row.ts';
import { type Sheet, sheetOf } from '../reporters/text/sheet.ts';
import type { TextOptions } from '../reporters/text.ts';
import { selectionOf } from '../reporters/wording/selection.ts';

/** The rest is told by a diagnosis, and in Systems Manager. */
const CAUSES = 5;
/** Run Command shows the first 2,500 characters of the output. */
const CHARACTERS = 2400;

/**
 * What was found, in short, and what was delivered where; the verdict first. Notes that would make it longer than 2,400
 * characters are counted.
 */
export function deliveryText(
  report: Report,
  result: DeliveryResult,
  options: Omit<TextOptions, 'verbose'>,
): string {
  const sheet = sheetOf(report, options.width, options.unicode);
  let notes = result.notes.length;
  while (notes > 0 && textOf(sheet, result, notes, uncolored).length > CHARACTERS) notes -= 1;
  return textOf(sheet, result, notes, options.color ? colored : uncolored);
}

function textOf(sheet: Sheet, result: DeliveryResult, notes: number, paint: Paint): string {
  const selection = selectionOf(sheet.report);
  const { causes } = selection;
  const blocks = [
    headingRows(sheet, selection),
    causes.slice(0, CAUSES).flatMap((finding, index) => listedRows(sheet, finding, index + 1)),
    [
      ...result.targets.map((target) => targetRow(sheet, target, result)),
      ...result.earlier.map((type) => labelled('delivered', `${type}, kept by an earlier run`, NOTE_HANG)),
      ...result.notes.slice(0, notes).map((note) => labelled('note', sheet.print(note), NOTE_HANG)),
      labelled('more', moreText(causes.length - CAUSES, result.notes.length - notes), NOTE_HANG),
    ],
  ].filter((rows) => rows.length > 0);
  const rows = blocks.flatMap((block, index) => (index === 0 ? block : [BLANK, ...block]));
  return `${layOut(rows, sheet.width, paint).join('\n')}\n`;
}

function moreText(causes: number, notes: number): string {
  return [
    ...(causes > 0 ? [`${causes} more causes`] : []),
    ...(notes > 0 ? [`${notes} more notes (--format json)`] : []),
    'proof and remedies: ssm-doctor',
  ].join(', ');
}

const NAMES = { compliance: 'compliance items', inventory: 'inventory', file: 'inventory file' } as const;

function targetRow(
  sheet: Sheet,
  { target, status, name, trouble, isKept }: TargetResult,
  { region, node }: DeliveryResult,
): Row {
  const where = target === 'file' ? name : `${name} of ${node} in ${region}`;
  const what = `${NAMES[target]} ${where}`;
  if (trouble === null) return unbroken(labelled(status, sheet.print(what), NOTE_HANG));
  const later = isKept ? '; it is kept, and the next run sends what is newest' : '';
  return labelled(status, sheet.print(`${what}: ${trouble.message}${later}`), NOTE_HANG);
}
