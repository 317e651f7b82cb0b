import type { Report } from '../report/report.ts';
import { reportToJson } from './json.ts';
import { reportToMarkdown } from './markdown.ts';
import { reportToText, type TextOptions } from './text.ts';

/** Turns a report into the text of one format, with a final line break. */
export type Reporter = (report: Report, options: TextOptions) => string;

/** Every format by its name on the command line, the default first. */
export const FORMATS = {
  text: reportToText,
  json: (report) => reportToJson(report),
  markdown: (report) => reportToMarkdown(report),
} as const satisfies Readonly<Record<string, Reporter>>;

export type FormatName = keyof typeof FORMATS;

/** Is it the name of a format? */
export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(FORMATS, name);
}

/** The reporter of a format. */
export function reporterFor(format: FormatName): Reporter {
  return FORMATS[format];
}
