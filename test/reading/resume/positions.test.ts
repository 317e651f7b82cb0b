import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { marksOf } from '../../../src/reading/resume/marks.ts';
import { continuations, type FileNow, type Position } from '../../../src/reading/resume/positions.ts';

const WRITTEN = Date.UTC(2026, 10, 20);
const AN_HOUR = 3_600_000;

interface About {
  readonly path?: string;
  readonly identity?: string;
  readonly modified?: number;
  /** Of a packed file. */
  readonly size?: number;
}

function file(text: string, { path = '/log', identity = '1:1', modified = WRITTEN, size }: About = {}) {
  const asked: [number, number][] = [];
  const now: FileNow = {
    path,
    identity,
    modified,
    size: size ?? text.length,
    textSize: text.length,
    digest(from, to) {
      asked.push([from, to]);
      return to > text.length ? null : createHash('sha256').update(text.slice(from, to)).digest('hex');
    },
  };
  return { ...now, asked };
}

/** The file, read to its end and looked at an hour after its last change. */
function read(text: string, about: About = {}): Position {
  const { path, identity, size, modified, digest } = file(text, about);
  const marks = marksOf(digest, text.length);
  return { path, identity, size, modified, offset: text.length, marks, seenAt: modified + AN_HOUR };
}

/** What becomes of one file, and how what is lost got lost. */
function fateOf(known: Position[], now: FileNow) {
  const { files, lost } = continuations(known, [now]);
  return { ...files.get(now), lost: lost.map(({ how }) => how) };
}

const LINES = 'one\ntwo\n';
const LONG = `${'first\n'.repeat(400)}${'last\n'.repeat(400)}`;

describe('a file goes on', () => {
  test('as it was, without a look into it, when nothing happened to it', () => {
    const now = file(LINES);
    expect(fateOf([read(LINES)], now)).toMatchObject({ kind: 'unchanged', lost: [] });
    expect(now.asked).toEqual([]);
  });

  test('as it was under another name', () => {
    expect(fateOf([read(LINES)], file(LINES, { path: '/log.1' }))).toMatchObject({ kind: 'unchanged' });
  });

  test('but is looked into when it may have changed in the step of time in which it was looked at', () => {
    const known = { ...read(LINES), seenAt: WRITTEN + 500 };
    expect(fateOf([known], file(LINES))).toMatchObject({ kind: 'append' });
    expect(fateOf([known], file('1ne\n2wo\n'))).toMatchObject({ kind: 'new', lost: ['replaced'] });
  });

  test('with what was appended, whatever its name is', () => {
    const now = file(`${LONG}more\n`, { path: '/log.1', modified: WRITTEN + 1 });
    expect(fateOf([read(LONG)], now)).toMatchObject({ kind: 'append', known: { offset: LONG.length } });
    expect(now.asked.every(([from, to]) => to - from <= 1024)).toBe(true);
  });

  test.each([
    ['is shorter', 'one\n'],
    ['is empty', ''],
    ['begins with another text', `eins\n${LINES}`],
    ['has another text before the end of what was read', `${LONG.slice(0, -10)}other text, and more`],
  ])('not when it %s', (_what, text) => {
    const known = read(text.length > 100 ? LONG : LINES);
    expect(fateOf([known], file(text, { modified: WRITTEN + 1 }))).toEqual({
      kind: 'new',
      lost: ['replaced'],
    });
  });

  test('not when it is kept without marks and anything happened to it', () => {
    const known = { ...read(LINES), marks: null };
    expect(fateOf([known], file(LINES))).toMatchObject({ kind: 'unchanged' });
    expect(fateOf([known], file(LINES, { modified: WRITTEN + 1 }))).toMatchObject({ kind: 'new' });
  });
});

describe('a file that was not known goes on from a known one', () => {
  const other = { identity: '1:2', path: '/log.1' };

  test('that it is the copy of, in the place of it', () => {
    const now = file(`${LINES}three\n`, other);
    expect(fateOf([read(LINES)], now)).toMatchObject({ kind: 'copy', isTwin: false, lost: [] });
  });

  test('as its twin while that is still there and holds all of it', () => {
    const [original, copy] = [file(`${LINES}three\n`, { modified: WRITTEN + 1 }), file(LINES, other)];
    const { files } = continuations([read(LINES)], [copy, original]);
    expect(files.get(copy)).toMatchObject({ kind: 'copy', isTwin: true });
    expect(files.get(original)).toMatchObject({ kind: 'append' });
  });

  test('when that one was truncated and written to again', () => {
    const [truncated, copy] = [file('three\n', { modified: WRITTEN + 1 }), file(LINES, other)];
    const { files, lost } = continuations([read(LINES)], [truncated, copy]);
    expect(files.get(truncated)).toEqual({ kind: 'new' });
    expect(files.get(copy)).toMatchObject({ kind: 'copy', isTwin: false });
    expect(lost).toEqual([]);
  });

  test('the longest of several copies first', () => {
    const copies = [file(LINES, other), file(`${LINES}three\n`, { identity: '1:3', path: '/log.2' })];
    const { files } = continuations([read(LINES)], copies);
    expect([...files.values()]).toMatchObject([{ isTwin: true }, { isTwin: false }]);
  });

  test('not when nothing was read of that one', () => {
    expect(fateOf([read('')], file(LINES, other))).toEqual({ kind: 'new', lost: [] });
  });
});

test('a file that is gone is lost, unless a copy that was looked at has its text', () => {
  const copy = read(LINES, { identity: '1:2', path: '/log.1' });
  expect(continuations([read(LINES)], []).lost).toMatchObject([{ how: 'vanished' }]);
  expect(fateOf([read(LINES), copy], file(LINES, { identity: '1:2' })).lost).toEqual([]);
});
