import type { Report } from '../report/report.ts';
import { FORMATS, type FormatName } from '../reporters/formats.ts';
import type { Terminal } from './terminal.ts';

export type { FormatName };

/** The report in the format that was asked for, as it fits where it goes. */
export function renderReport(
  report: Report,
  flags: { readonly format: FormatName; readonly verbose: boolean; readonly output?: string },
  terminal: Terminal,
): string {
  const toFile = flags.output !== undefined;
  return FORMATS[flags.format](report, {
    width: toFile ? 80 : terminal.columns,
    color: !toFile && terminal.color,
    unicode: toFile || terminal.unicode,
    verbose: flags.verbose,
  });
}
