import type { Report } from '../report/report.ts';
import { colored, uncolored } from './text/ansi.ts';
import { briefLines } from './text/brief.ts';
import { fullLines } from './text/full.ts';
import { sheetOf } from './text/sheet.ts';

/** How the terminal form is printed. */
export interface TextOptions {
  /** Columns; less than 40 counts as 40, more than 120 as 120. */
  readonly width: number;
  readonly color: boolean;
  /** When false, nothing but ASCII is printed. */
  readonly unicode: boolean;
  /** Everything instead of what fits in 2,400 characters. */
  readonly verbose: boolean;
}

/**
 * The report for a terminal, with a final line break. The verdict comes first, then the causes with their proof and
 * remedy. No line of the default form is wider than the width; nothing that came from a log or a file name can act on the terminal.
 */
export function reportToText(report: Report, options: TextOptions): string {
  const sheet = sheetOf(report, options.width, options.unicode);
  const paint = options.color ? colored : uncolored;
  const lines = options.verbose ? fullLines(sheet, paint) : briefLines(sheet, paint);
  return `${lines.join('\n')}\n`;
}
