/**
 * Time stamps as logs write them. A local time has no zone: it is given as the milliseconds that the same digits
 * would mean in UTC, and is turned into UTC elsewhere, when the node's zone is known.
 */

const STAMP = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?/;

/** Milliseconds of `2006-01-02 15:04:05[.fraction]` (also with slashes or `T`); null when it is no such stamp. */
export function parseStamp(raw: string): number | null {
  const match = STAMP.exec(raw);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return utcOf(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
}

/** Milliseconds of a date and time in parts; null when there is no such day or a part is out of range. */
export function utcOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  milliseconds = 0,
): number | null {
  if (year < 1970 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return null;
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}
