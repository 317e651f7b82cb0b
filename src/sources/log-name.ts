/** A name of a log taken apart: which log, which roll of it, and how it is packed. */
export interface LogName {
  /** One of the names asked for. */
  readonly log: string;
  readonly roll: Roll;
  /** `gz` is read; the others need to be unpacked first. */
  readonly packing: Packing | null;
}

export type Packing = 'gz' | 'xz' | 'bz2' | 'zst' | 'zip';

export type Roll =
  | { readonly kind: 'current' }
  | { readonly kind: 'number'; readonly number: number }
  /** Digits of the date and time, year first. */
  | { readonly kind: 'date'; readonly date: string }
  /** A suffix that tells no order, as of a copy that somebody kept. */
  | { readonly kind: 'other' };

const PACKED = /^(.+)\.(gz|xz|bz2|zst|zip)$/i;
const NUMBER = /^\.?(\d{1,6})$/;
const DATE = /^[._-]?(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:[-_.T]?(\d[\d._-]*))?$/;
const KEPT = /^(?:[._-]\d[\d._-]*|\.(?:old|bak|save|orig))$/i;

/**
 * Recognises a log or a roll of it: `NAME.3`, `3.NAME` (seelog, `namemode="prefix"`), `NAME.2026-11-20` (seelog's
 * `type="date"`), `NAME-20261120[-hour]` and `STEM-20261120.EXT` (logrotate), each also packed. Case does not matter.
 */
export function parseLogName(name: string, logs: readonly string[]): LogName | null {
  const packed = PACKED.exec(name);
  const packing = (packed?.[2]?.toLowerCase() as Packing | undefined) ?? null;
  const plain = (packed?.[1] ?? name).toLowerCase();
  for (const log of logs) {
    const roll = rollOf(plain, log.toLowerCase());
    if (roll !== null) return { log, roll, packing };
  }
  return null;
}

function rollOf(name: string, log: string): Roll | null {
  if (name === log) return { kind: 'current' };
  if (name.startsWith(log)) return rollOfSuffix(name.slice(log.length));
  if (name.endsWith(`.${log}`)) return rollOfPrefix(name.slice(0, -log.length - 1));
  const dot = log.lastIndexOf('.');
  if (dot > 0 && name.startsWith(log.slice(0, dot)) && name.endsWith(log.slice(dot))) {
    return dateRoll(name.slice(dot, dot - log.length));
  }
  return null;
}

function rollOfSuffix(suffix: string): Roll | null {
  const number = suffix.startsWith('.') ? NUMBER.exec(suffix)?.[1] : undefined;
  if (number !== undefined) return { kind: 'number', number: Number(number) };
  return dateRoll(suffix) ?? (KEPT.test(suffix) ? { kind: 'other' } : null);
}

function rollOfPrefix(prefix: string): Roll | null {
  const number = NUMBER.exec(prefix)?.[1];
  return number === undefined ? dateRoll(prefix) : { kind: 'number', number: Number(number) };
}

function dateRoll(text: string): Roll | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [, year, month, day, rest = ''] = match;
  return { kind: 'date', date: `${year}${month}${day}${rest.replaceAll(/\D/g, '')}` };
}
