import type { VerificationReport } from '../report/verification-report.ts';
import type { FormatName } from './formats.ts';
import { toJson } from './json.ts';
import { verificationToMarkdown } from './markdown/verification.ts';
import { verificationToText } from './text/verification.ts';
import type { TextOptions } from './text.ts';

/** The formats of a verification, by name. */
export const VERIFICATION_FORMATS: Readonly<
  Record<FormatName, (report: VerificationReport, options: Omit<TextOptions, 'verbose'>) => string>
> = {
  text: verificationToText,
  json: toJson,
  markdown: verificationToMarkdown,
};
