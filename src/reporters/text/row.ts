import type { Paint, Style } from './ansi.ts';
import { displayWidth } from './display-width.ts';
import { wrap } from './wrap.ts';

/** A paragraph of the page: pieces that stay together at its beginning, then text that wraps. */
export interface Row {
  readonly lead: readonly Piece[];
  readonly text: string;
  /** Columns that further lines are indented. */
  readonly hang: number;
  readonly breaks: 'anywhere' | 'never';
}

export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** An empty line. */
export const BLANK: Row = { lead: [], text: '', hang: 0, breaks: 'anywhere' };

/** A row behind a label in a column of `hang` columns, the label itself indented. */
export function labelled(label: string, text: string, hang: number, indent = 0): Row {
  const pad = ' '.repeat(Math.max(1, hang - indent - label.length));
  const lead: Piece[] = [plain(' '.repeat(indent)), { text: label, style: 'faint' }, plain(pad)];
  return { lead, text, hang, breaks: 'anywhere' };
}

/** A row of text alone. */
export function indented(text: string, hang: number): Row {
  return { lead: [plain(' '.repeat(hang))], text, hang, breaks: 'anywhere' };
}

/** The row in one piece, whatever the width: a path or an address to be copied. */
export function unbroken(row: Row): Row {
  return { ...row, breaks: 'never' };
}

/** A piece without style. */
export function plain(text: string): Piece {
  return { text, style: 'plain' };
}

/**
 * The lines of the rows. Each that may break fits `width` as long as every lead does and leaves two columns behind
 * its `hang`.
 */
export function layOut(rows: readonly Row[], width: number, paint: Paint): string[] {
  return rows.flatMap((row) => {
    const lead = row.lead.map((piece) => paint(piece.text, piece.style)).join('');
    const used = row.lead.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
    const first = Math.min(width - used, width - row.hang);
    const lines = row.breaks === 'never' ? [row.text] : wrapWhole(row.text, width - row.hang, first);
    const margin = ' '.repeat(row.hang);
    return lines.map((line, index) => ((index === 0 ? lead : margin) + line).trimEnd());
  });
}

/** Times, amounts with their unit, and what stands in short brackets are read at a glance when they stay together. */
const TOGETHER =
  /(?<=-\d\d) (?=\d\d:\d\d)|(?<=\d) (?=(?:[kMGT]?B|s|min|h|d|files?|records?|runs?)\b)|(?<=\[changes) /g;
const GLUE = '\u00a0';

function wrapWhole(text: string, width: number, first: number): string[] {
  return wrap(text.replace(TOGETHER, GLUE), width, first).map((line) => line.replaceAll(GLUE, ' '));
}
