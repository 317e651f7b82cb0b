import { SEVERITIES } from '../report/order.ts';
import type { Severity } from '../report/report.ts';

/** The beginning of a window of time: a point in time (milliseconds UTC), or so many milliseconds before now. */
export type Since = { readonly at: number } | { readonly before: number };

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of `90m`, `12h`, `14d`, `2w`.
 *
 * @throws RangeError that says what is expected
 */
export function parseDuration(value: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(value);
  if (match === null) throw new RangeError('expected a number with s, m, h, d or w, such as 14d, or a date');
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}

/**
 * Milliseconds UTC of an ISO 8601 date or time; without a zone it is UTC.
 *
 * @throws RangeError that says what is expected
 */
export function parseTime(value: string): number {
  const zoned =
    /(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) || /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : `${value}Z`;
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError('expected a time such as 2026-11-24T03:12:00Z or 2026-11-24');
  return time;
}

/**
 * A window of time, as a duration or as a date or time.
 *
 * @throws RangeError that says what is expected
 */
export function parseSince(value: string): Since {
  return /^\d{4}-/.test(value) ? { at: parseTime(value) } : { before: parseDuration(value) };
}

/**
 * A severity in letters of either case.
 *
 * @throws RangeError that says what is expected
 */
export function parseSeverity(value: string): Severity {
  const found = SEVERITIES.find((severity) => severity === value.toUpperCase());
  if (found === undefined) throw new RangeError(`expected one of ${SEVERITIES.join(', ')}`);
  return found;
}

/**
 * A whole number from 1 on.
 *
 * @throws RangeError that says what is expected
 */
export function parseCount(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new RangeError('expected a whole number from 1 on');
  return Number(value);
}

const DEADLINES = { least: 1000, most: 600_000 };

/**
 * Milliseconds of a time to work in, from a second to ten minutes.
 *
 * @throws RangeError that says what is expected
 */
export function parseDeadline(value: string): number {
  const expected = 'expected a time from 1s to 10m, such as 60s';
  if (!/^\d{1,6}[sm]$/.test(value)) throw new RangeError(expected);
  const milliseconds = parseDuration(value);
  if (milliseconds < DEADLINES.least || milliseconds > DEADLINES.most) throw new RangeError(expected);
  return milliseconds;
}

const TARGETS = ['compliance', 'inventory', 'file'] as const;

/**
 * Where a report goes, as a list with commas; each at most once.
 *
 * @throws RangeError that says what is expected
 */
export function parseTargets(value: string): readonly (typeof TARGETS)[number][] {
  const words = value.split(',').map((word) => word.trim());
  if (!words.every((word) => (TARGETS as readonly string[]).includes(word)))
    throw new RangeError(`expected a list with commas of ${TARGETS.join(', ')}`);
  return TARGETS.filter((target) => words.includes(target));
}
