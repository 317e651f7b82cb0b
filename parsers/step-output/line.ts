import { utcOf } from '../agent-log/stamp.ts';

/** What a line of step output says about itself. */
export interface OutputLine {
  /** The stamp as written; empty when there is none. */
  readonly stamp: string;
  /** Local time; null when there is none. */
  readonly at: number | null;
  readonly level: string | null;
}

/**
 * The patch payload's records: Python logging with `%m/%d/%Y %X`, `MM/DD/YYYY HH:MM:SS logger [LEVEL]: text`. AWS's
 * Quick Setup examples show them cut to `[LEVEL]: text`.
 */
const PAYLOAD =
  /^(?:(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2}):(\d{2}) \S{1,100} )?\[(DEBUG|INFO|WARNING|ERROR|CRITICAL)\]: ?/;
const PLAIN: OutputLine = { stamp: '', at: null, level: null };

/** Reads the head of a payload record; any other line is plain. */
export function parseOutputLine(line: string): OutputLine {
  const match = PAYLOAD.exec(line);
  if (match === null) return PLAIN;
  const [, month, day, year, hour, minute, second, level = null] = match;
  if (year === undefined) return { ...PLAIN, level };
  const at = utcOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return { stamp: line.slice(0, 19), at, level };
}
