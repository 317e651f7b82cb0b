import { printable } from '../../reporters/wording/printable.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** What is known beside the message, by name. */
export type LogFacts = Readonly<Record<string, unknown>>;

const LONGEST_MESSAGE = 4000;
const LONGEST_VALUE = 1000;
const MOST_FACTS = 30;
/** Names that the line itself gives. */
const OWN = new Set(['time', 'level', 'msg']);

/**
 * A line in logfmt: `time=2026-11-25T04:00:46.123Z level=info msg="report delivered" verdict=compliant`. Whatever is in
 * it stands on the one line and does nothing but be read. Never throws.
 */
export function logLine(time: number, level: LogLevel, message: string, facts: LogFacts = {}): string {
  const head = `time=${isoTime(time)} level=${level} msg=${quoted(cut(message, LONGEST_MESSAGE))}`;
  const rest = entriesOf(facts).map(
    ([name, value]) => ` ${nameOf(name)}=${word(cut(textOf(value), LONGEST_VALUE))}`,
  );
  return head + rest.join('');
}

function isoTime(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : 'unknown';
}

function entriesOf(facts: LogFacts): [string, unknown][] {
  try {
    return Object.entries(facts)
      .filter(([, value]) => value !== undefined && typeof value !== 'function')
      .slice(0, MOST_FACTS);
  } catch {
    return [['facts', 'unreadable']];
  }
}

function nameOf(name: string): string {
  const plain = name.slice(0, 60).replace(/[^A-Za-z0-9_.-]/g, '_') || '_';
  return OWN.has(plain) ? `${plain}_` : plain;
}

/** As it is where that is plain, as times, numbers, ids and paths are. */
function word(text: string): string {
  return /^[\w.:/@%+,-]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${printable(text.replace(/["\\]/g, '\\$&'))}"`;
}

function textOf(value: unknown): string {
  try {
    if (value instanceof Error) return value.message;
    if (value instanceof Date) return isoTime(value.getTime());
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  } catch {
    return 'unreadable';
  }
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
