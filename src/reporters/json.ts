import type { Report } from '../report/report.ts';
import { replaceHidden } from './wording/hidden-characters.ts';

/** The report as JSON, indented by two spaces, with a final line break. */
export function reportToJson(report: Report): string {
  return [...reportJsonPieces(report)].join('');
}

/** The same in pieces, of which there may be many: a report of 2 MB need not be held as one text. */
export function* reportJsonPieces(report: Report): Generator<string> {
  let separator = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(name)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listPieces(value);
    else yield printed(value, '  ');
    separator = ',\n';
  }
  yield '\n}\n';
}

/** Items that are printed at a time. */
const AT_ONCE = 16;

function* listPieces(list: readonly unknown[]): Generator<string> {
  let separator = '[\n';
  for (let from = 0; from < list.length; from += AT_ONCE) {
    // Two levels down, as they stand in the report, and without the brackets.
    const nested = printed([list.slice(from, from + AT_ONCE)], '');
    yield `${separator}${nested.slice('[\n  [\n'.length, -'\n  ]\n]'.length)}`;
    separator = ',\n';
  }
  yield '\n  ]';
}

/**
 * A value as JSON, indented by two spaces, with a final line break. Characters that a terminal would obey or hide
 * stand there as `\u` escapes, so that the text is safe to print and parses to the same value.
 */
export function toJson(value: object): string {
  return `${printed(value, '')}\n`;
}

/** All lines but the first begin with the margin. */
function printed(value: unknown, margin: string): string {
  const json = JSON.stringify(value, null, 2);
  const indented = margin === '' ? json : json.replaceAll('\n', `\n${margin}`);
  return indented.replace(NOT_PLAIN, (part) => replaceHidden(part, unitEscapes));
}

/** Nearly all of a report is plain ASCII, which needs no closer look. */
const NOT_PLAIN = /[^\n\x20-\x7e]+/g;

function unitEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
