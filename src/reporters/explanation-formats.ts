import type { Explanation } from '../causes/explain/explanation.ts';
import type { FormatName } from './formats.ts';
import { toJson } from './json.ts';
import { explanationToMarkdown } from './markdown/explanation.ts';
import { explanationToText } from './text/explanation.ts';
import type { TextOptions } from './text.ts';

/** The formats of an explanation, by name. */
export const EXPLANATION_FORMATS: Readonly<
  Record<FormatName, (explanation: Explanation, options: Omit<TextOptions, 'verbose'>) => string>
> = {
  text: explanationToText,
  json: toJson,
  markdown: explanationToMarkdown,
};
