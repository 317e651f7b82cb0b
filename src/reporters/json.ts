import type { Report } from '../report/report.ts';
import { replaceHidden } from './wording/hidden-characters.ts';

/**
 * The report as JSON, indented by two spaces, with a final line break. Characters that a terminal would obey or hide
 * stand there as `\u` escapes, so that the text is safe to print and parses to the same value.
 */
export function reportToJson(report: Report): string {
  const json = JSON.stringify(report, null, 2);
  return `${replaceHidden(json, (character) => (character === '\n' ? character : unitEscapes(character)))}\n`;
}

function unitEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
