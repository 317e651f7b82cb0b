import type { Report } from '../../report/report.ts';
import { printable } from '../wording/printable.ts';
import { clipEnd, clipMiddle, clipPath } from './columns.ts';

/** What every part of a page needs to know: its width, and what may be printed on it. */
export interface Paper {
  readonly width: number;
  readonly ellipsis: string;
  /** Stands before a count. */
  readonly times: string;
  /** Makes any text printable. */
  readonly print: (text: string) => string;
}

/** A page about a report. */
export interface Sheet extends Paper {
  readonly report: Report;
}

/** The narrowest page: less leaves no room beside the labels. */
const NARROWEST = 40;
/** The widest: the eye does not find the next line behind a longer one, and the page must stay short. */
const WIDEST = 120;

/** A page about a report, of 40 to 120 columns. */
export function sheetOf(report: Report, width: number, unicode: boolean): Sheet {
  return { ...paperOf(width, unicode), report };
}

/** A page of 40 to 120 columns. */
export function paperOf(width: number, unicode: boolean): Paper {
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width))),
    ellipsis: unicode ? '…' : '...',
    times: unicode ? '×' : 'x',
    print: (text) => printable(text, unicode),
  };
}

/** Printable text of at most so many columns, without spaces around it. */
export function shorten(paper: Paper, text: string, columns: number): string {
  return clipEnd(paper.print(text).trim(), columns, paper.ellipsis);
}

/** A printable path of at most so many columns, shortened from the left. */
export function shortenPath(paper: Paper, path: string, columns: number): string {
  return clipPath(paper.print(path), columns, paper.ellipsis);
}

/**
 * A quoted excerpt of at most so many columns, on one line: of a record of several lines the last one with words,
 * for that is the one the excerpt was taken for. `stamp` is left out at the beginning, and so are the agent's contexts
 * behind its level: they would leave no room for what it says.
 */
export function quoted(paper: Paper, excerpt: string, columns: number, stamp = ''): string {
  const lines = excerpt.split(/[\r\n]+/).filter((line) => /[\p{L}\p{N}]{2}/u.test(line));
  const line = (lines.at(-1) ?? excerpt).replaceAll('\t', ' ').trim();
  const isStamped = stamp !== '' && line.startsWith(stamp) && line.length > stamp.length;
  const said = isStamped ? paper.ellipsis + withoutContexts(line.slice(stamp.length), paper) : line;
  return `"${clipMiddle(paper.print(said), columns - 2, paper.ellipsis)}"`;
}

function withoutContexts(text: string, { ellipsis }: Paper): string {
  return text.replace(CONTEXTS, (_all, level: string) => `${level}${ellipsis} `);
}

const CONTEXTS = /^( ?[A-Z]{4,8} )(?:\[[^\s\]]{1,200}\] ){1,16}(?=\S)/;
