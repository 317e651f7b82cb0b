import type { CheckReport } from '../report/check-report.ts';
import type { FormatName } from './formats.ts';
import { toJson } from './json.ts';
import { checksToMarkdown } from './markdown/checks.ts';
import { checksToText } from './text/check-page.ts';
import type { TextOptions } from './text.ts';

/** The formats of live checks, by name. */
export const CHECK_FORMATS: Readonly<
  Record<FormatName, (report: CheckReport, options: TextOptions) => string>
> = {
  text: checksToText,
  json: toJson,
  markdown: checksToMarkdown,
};
