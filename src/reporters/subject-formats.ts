import type { SubjectReport } from '../report/subject-report.ts';
import type { FormatName } from './formats.ts';
import { toJson } from './json.ts';
import { subjectToMarkdown } from './markdown/subject.ts';
import { subjectToText } from './text/subject.ts';
import type { TextOptions } from './text.ts';

/** The formats of the answer about one subject, by name. */
export const SUBJECT_FORMATS: Readonly<
  Record<FormatName, (report: SubjectReport, options: TextOptions) => string>
> = {
  text: subjectToText,
  json: toJson,
  markdown: subjectToMarkdown,
};
