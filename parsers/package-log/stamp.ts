import { parseStamp } from '../agent-log/stamp.ts';

/** When a line of a package manager's log was written. */
export interface PackageStamp {
  /** As written. */
  readonly stamp: string;
  /** Milliseconds: local time as if it were UTC, or UTC, as `clock` says; null where the year is missing. */
  readonly at: number | null;
  readonly clock: 'local' | 'utc';
}

/** dpkg.log, and the history of zypper: local time. */
const LOCAL = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?=[ |])/;
/** The logs of dnf: a time with its distance from UTC, `Z` in early versions. */
const ZONED = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:Z|([+-])(\d{2})(\d{2}))(?= )/;
/** yum.log: local time without a year. */
const YEARLESS = /^[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}(?= )/;

/** The time at the start of a line of dpkg, zypper, dnf or yum; null when there is none. */
export function parsePackageStamp(line: string): PackageStamp | null {
  const local = LOCAL.exec(line)?.[0];
  if (local !== undefined) return { stamp: local, at: parseStamp(local), clock: 'local' };
  const zoned = ZONED.exec(line);
  if (zoned !== null) {
    const [stamp, time = '', sign, hours, minutes] = zoned;
    const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    const at = parseStamp(time);
    return { stamp, at: at === null ? null : at - (sign === '-' ? -offset : offset), clock: 'utc' };
  }
  const yearless = YEARLESS.exec(line)?.[0];
  return yearless === undefined ? null : { stamp: yearless, at: null, clock: 'local' };
}
