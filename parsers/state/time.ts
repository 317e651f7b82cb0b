const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
/** How PowerShell 5 writes times into JSON. */
const POWERSHELL = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

/**
 * Milliseconds since 1970, UTC, of an ISO 8601 time with a zone (Go writes up to nine fractional digits). Null for
 * anything else and for what stands for "never": Go's year 1, and 1970.
 */
export function parseInstant(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const powershell = POWERSHELL.exec(value);
  if (powershell !== null) return known(Number(powershell[1]));
  const match = INSTANT.exec(value);
  if (match === null) return null;
  const [, day, time, fraction = '', zone] = match;
  return known(Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`));
}

/** Milliseconds of epoch seconds; null for zero, which stands for "never". */
export function fromEpochSeconds(seconds: number | null): number | null {
  return seconds === null || seconds === 0 ? null : Math.round(seconds * 1000);
}

function known(milliseconds: number): number | null {
  return milliseconds > 0 ? milliseconds : null;
}
