/**
 * Time stamps as logs write them. A local time has no zone: it is given as the milliseconds that the same digits
 * would mean in UTC, and is turned into UTC elsewhere, when the node's zone is known.
 */

/** Milliseconds of `2006-01-02 15:04:05[.fraction]` (also with slashes or `T`); null when it is no such stamp. */
export function parseStamp(raw: string): number | null {
  if (!isDash(raw, 4) || !isDash(raw, 7) || !isBetween(raw, 10) || raw[13] !== ':' || raw[16] !== ':')
    return null;
  const year = digits(raw, 0, 4);
  const month = digits(raw, 5, 2);
  const day = digits(raw, 8, 2);
  const hour = digits(raw, 11, 2);
  const minute = digits(raw, 14, 2);
  const second = digits(raw, 17, 2);
  // NaN where something is no digit.
  if (Number.isNaN(year + month + day + hour + minute + second)) return null;
  return utcOf(year, month, day, hour, minute, second, millisecondsAt(raw, 19));
}

function isDash(raw: string, at: number): boolean {
  return raw[at] === '-' || raw[at] === '/';
}

function isBetween(raw: string, at: number): boolean {
  return raw[at] === ' ' || raw[at] === 'T';
}

/** `count` digits at `at` as a number; NaN when one of them is none. */
function digits(raw: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = raw.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The fraction of a second, which is optional, cut to milliseconds. */
function millisecondsAt(raw: string, at: number): number {
  if (raw[at] !== '.' && raw[at] !== ',') return 0;
  let value = 0;
  let unit = 100;
  for (let index = at + 1; unit >= 1; index++, unit /= 10) {
    const digit = raw.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    value += digit * unit;
  }
  return value;
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
  if (day < 1 || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
