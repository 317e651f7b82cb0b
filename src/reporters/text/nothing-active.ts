import { nothingActiveText } from '../wording/nothing-active.ts';
import type { Selection } from '../wording/selection.ts';
import { indented, type Row } from './row.ts';
import { type Sheet, shorten, shortenPath } from './sheet.ts';

/** What is said in place of causes. */
export function nothingActiveRow(sheet: Sheet, selection: Selection): Row {
  const quoting = {
    path: (text: string) => shortenPath(sheet, text, sheet.width - 4),
    word: (text: string) => shorten(sheet, text, 30),
  };
  return indented(nothingActiveText(sheet.report, selection, quoting), 0);
}
