import type { Report } from '../report/report.ts';
import { replaceHidden } from './wording/hidden-characters.ts';

/** The report as JSON, indented by two spaces, with a final line break. */
export function reportToJson(report: Report): string {
  return toJson(report);
}

/**
 * A value as JSON, indented by two spaces, with a final line break. Characters that a terminal would obey or hide
 * stand there as `\u` escapes, so that the text is safe to print and parses to the same value.
 */
export function toJson(value: object): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replace(NOT_PLAIN, (part) => replaceHidden(part, unitEscapes))}\n`;
}

/** Nearly all of a report is plain ASCII, which needs no closer look. */
const NOT_PLAIN = /[^\n\x20-\x7e]+/g;

function unitEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
