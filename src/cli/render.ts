import type { Report } from '../report/report.ts';
import { FORMATS, type FormatName } from '../reporters/formats.ts';
import { reportJsonPieces } from '../reporters/json.ts';
import type { TextOptions } from '../reporters/text.ts';
import type { Printed } from './print.ts';
import type { Terminal } from './terminal.ts';

export type { FormatName };

/** The report in the format that was asked for, as it fits where it goes; in pieces where it may be long. */
export function renderReport(
  report: Report,
  flags: { readonly format: FormatName; readonly verbose: boolean; readonly output?: string },
  terminal: Terminal,
): Printed {
  if (flags.format === 'json') return reportJsonPieces(report);
  return FORMATS[flags.format](report, { ...textOptions(flags, terminal), verbose: flags.verbose });
}

/** How text is printed where it goes: a file has 80 columns, UTF-8 and no colours. */
export function textOptions(
  { output }: { readonly output?: string },
  terminal: Terminal,
): Omit<TextOptions, 'verbose'> {
  const toFile = output !== undefined;
  return {
    width: toFile ? 80 : terminal.columns,
    color: !toFile && terminal.color,
    unicode: toFile || terminal.unicode,
  };
}
