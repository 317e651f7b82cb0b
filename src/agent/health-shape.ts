import type { Health } from './health.ts';

/**
 * The health in what was read, or what is wrong with it. Written by hand: a status that is asked for again and again
 * must not load a library for it.
 */
export function healthIn(value: unknown): Health | string {
  try {
    return health(value, '');
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
}

class ShapeError extends Error {}

type Reader<T> = (value: unknown, path: string) => T;

const text: Reader<string> = (value, path) =>
  typeof value === 'string' ? value : refuse('a text', value, path);
const count: Reader<number> = (value, path) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse('a number', value, path);
const truth: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse('true or false', value, path);
const time: Reader<string> = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : refuse('a time', value, path);

const health = fields<Health>({
  version: text,
  pid: count,
  startedAt: time,
  updatedAt: time,
  state: oneOf('starting', 'watching', 'stopping', 'stopped'),
  watches: listOf(
    fields<Health['watches'][number]>({
      folder: text,
      by: oneOf('events', 'polling', 'absent'),
      reason: orNull(text),
    }),
  ),
  files: count,
  linesRead: count,
  lost: count,
  lastChange: orNull(time),
  report: fields<Health['report']>({
    lastAt: orNull(time),
    lastResult: orNull(oneOf('delivered', 'kept', 'failed')),
    lastMessage: orNull(text),
    nextAt: orNull(time),
    running: truth,
  }),
  backlog: fields<Health['backlog']>({ reports: count, bytes: count, oldest: orNull(time) }),
  active: listOf(
    fields<Health['active'][number]>({ cause: text, subject: orNull(text), since: orNull(time) }),
  ),
});

/** What else is there is left out: a newer version may have written more. */
function fields<T extends object>(readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('fields', value, path);
    const given = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(readers) as (keyof T & string)[];
    return Object.fromEntries(
      names.map((name) => [name, readers[name](given[name], path === '' ? name : `${path}.${name}`)]),
    ) as T;
  };
}

function listOf<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse('a list', value, path);
    return value.map((item, index) => reader(item, `${path}[${index + 1}]`));
  };
}

function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, path) => (value === null ? null : reader(value, path));
}

function oneOf<const W extends string>(...words: readonly W[]): Reader<W> {
  return (value, path) => words.find((word) => word === value) ?? refuse(words.join(', '), value, path);
}

function refuse(expected: string, value: unknown, path: string): never {
  const found = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
  throw new ShapeError(`expected ${path === '' ? '' : `${path} to be `}${expected}, found ${found}`);
}
