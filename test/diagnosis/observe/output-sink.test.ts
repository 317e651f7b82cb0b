import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { aCatalogue } from '../a-catalogue.ts';
import {
  ASSOCIATION,
  COMMAND,
  type GivenFile,
  observations,
  observed,
  RUN_ID,
  RUNS,
  readFiles,
} from '../a-node.ts';

const catalogue = aCatalogue();
const windows = loadCatalogue('windows');
const STDOUT = `${RUNS}/${COMMAND}/awsrunShellScript/step/stdout`;

function output(text: string, run: GivenFile['output'] = {}): GivenFile {
  return { kind: 'step-output', path: STDOUT, text, output: run };
}

function only(...given: GivenFile[]) {
  const [first, ...rest] = observations(readFiles(catalogue, given).state);
  if (first === undefined || rest.length > 0)
    throw new Error(`expected one observation, got ${rest.length + 1}`);
  return first.observation;
}

describe('lines of output', () => {
  test('each is a record of its own, cited by its number', () => {
    const { last, first, count } = only(output('one\nno role here\nthree\nno role here, again\n'));
    expect([first.line, last.line, count]).toEqual([2, 4, 2]);
    expect(last.excerpt).toBe('no role here, again');
  });

  test('the first line and a last one without a line break count', () => {
    expect(only(output('no role here')).last).toMatchObject({
      file: STDOUT,
      line: 1,
      excerpt: 'no role here',
    });
  });

  test('belong to the run that the path names, and a stampless one has its time', () => {
    const { state } = readFiles(catalogue, [
      output('no role here\n', { documentId: ASSOCIATION, runId: RUN_ID }),
    ]);
    expect(observed(state)).toEqual([`run/${ASSOCIATION}/${RUN_ID} ROLE_MISSING 1`]);
    const [found] = observations(state);
    expect(found?.observation.last.moment).toMatchObject({
      at: Date.UTC(2026, 10, 20, 3, 12, 0, 123),
      clock: 'utc',
    });
  });

  test('a stamped one has its own time, in the local clock', () => {
    const { last } = only(output('11/20/2026 03:12:07 root [ERROR]: no role here\n'));
    expect(last).toMatchObject({
      stamp: '11/20/2026 03:12:07',
      moment: { at: Date.UTC(2026, 10, 20, 3, 12, 7), clock: 'local' },
    });
  });

  test('a later success in the same stream closes what it recovers, and a new occurrence opens it again', () => {
    const waited = 'lock is held\nlock is held\nlock was taken\n';
    expect(only(output(waited)).closed).toMatchObject({ line: 3, success: 'lock-taken' });
    expect(only(output(`${waited}lock is held\n`)).closed).toBeNull();
  });

  test('a success in one stream closes nothing in another', () => {
    const stderr: GivenFile = {
      ...output('lock was taken\n', { stream: 'stderr' }),
      path: STDOUT.replace('stdout', 'stderr'),
    };
    expect(only(output('lock is held\n'), stderr).closed).toBeNull();
  });
});

describe('look-back from a generic last line', () => {
  test('quotes the last four lines with words above it, latest first', () => {
    const { context } = only(output('far away\nfour\nthree\n\n ---- \ntwo\none\nstep exited with 1\n'));
    expect(context.map(({ line, excerpt }) => [line, excerpt])).toEqual([
      [7, 'one'],
      [6, 'two'],
      [3, 'three'],
      [2, 'four'],
    ]);
  });

  test('ends at the beginning of the file', () => {
    expect(only(output('step exited with 1\n')).context).toEqual([]);
    expect(only(output('only one\nstep exited with 1\n')).context.map(({ line }) => line)).toEqual([1]);
  });

  test('quotes at most 500 characters of a huge line', () => {
    const { context } = only(output(`${'x'.repeat(300_000)}\nstep exited with 1\n`));
    expect(context).toHaveLength(1);
    expect(context[0]?.excerpt.length).toBeLessThanOrEqual(500);
  });
});

describe('errors that nobody knows', () => {
  test.each([
    'E: a thing nobody knows',
    'error: a thing nobody knows',
    '** ERROR: a thing nobody knows',
    'Fatal error: a thing nobody knows',
    '[ERROR]: a thing nobody knows',
    '11/20/2026 03:12:07 root [ERROR]: a thing nobody knows',
    'some.module.OddError: a thing nobody knows',
    'some.module.OddException: a thing nobody knows',
    'FATAL: a thing nobody knows',
    'Fatal: a thing nobody knows',
    'program: error: a thing nobody knows',
  ])('are kept: %s', (line) => {
    for (const text of [line, `${line}\n`, `${line}\r\n`, `before\n${line}\nafter\n`]) {
      const clusters = [...readFiles(catalogue, [output(text)]).state.unknown.values()];
      expect(clusters.map(({ first }) => first.excerpt)).toEqual([line]);
    }
  });

  test('are kept where an exception says nothing but its name', () => {
    for (const text of ['OddException\n', 'before\r\nsome.module.OddException\r\n'])
      expect(readFiles(catalogue, [output(text)]).state.unknown.size).toBe(1);
  });

  test.each([
    '0 errors, all is well',
    'No error here',
    'errors: 0',
    'an Exception',
    'known and of no account error: x',
  ])('are none: %s', (line) => {
    expect(readFiles(catalogue, [output(`${line}\n`)]).state.unknown.size).toBe(0);
  });
});

describe('facts', () => {
  test('a context line tells what the run does', () => {
    const { state } = readFiles(catalogue, [output('running operation Install\n')]);
    expect(state.operations.get(`run/${COMMAND}`)?.facts).toEqual(new Map([['operation', 'Install']]));
  });
});

describe('package logs', () => {
  test('are an operation of their own', () => {
    const catalogueOfPackages = aCatalogue();
    const signals = catalogueOfPackages.signals.map((signal) => ({
      ...signal,
      in: [...signal.in, 'package-log' as const],
    }));
    const given: GivenFile = { kind: 'package-log', path: '/var/log/dnf.log', text: 'disk full on /var\n' };
    const { state } = readFiles({ ...catalogueOfPackages, signals }, [given]);
    expect(observed(state)).toEqual(['package-log//var/log/dnf.log DISK_FULL 1']);
  });
});

describe('an error of PowerShell', () => {
  const read = (text: string) => readFiles(windows, [output(text.replace(/\n/g, '\r\n'))]).state;
  const PLACE = 'At C:\\synthetic\\_script.ps1:3 char:1\n+ Get-Thing\n';

  test('that nothing knows is unknown by its message, not by its place', () => {
    const { unknown } = read(`Get-Thing : Value does not fall within the expected range.\n${PLACE}`);
    expect([...unknown.values()].map(({ last }) => [last.line, last.excerpt])).toEqual([
      [1, 'Get-Thing : Value does not fall within the expected range.'],
    ]);
  });

  test('that a signal knows is not unknown as well', () => {
    const state = read(`Get-Thing : Exception from HRESULT: 0x80072EE2\n${PLACE}`);
    expect(observed(state)).toEqual([`run/${COMMAND} NETWORK_TIMEOUT 1`]);
    expect(state.unknown.size).toBe(0);
  });

  test('is read across the break that a console of its width put into a word', () => {
    const message =
      'Get-Thing : something went wrong on the way: Exception from HRESULT: 0x80072EE2'.padStart(84);
    const state = read(`${message.slice(0, 79)}\n${message.slice(79)}\n${PLACE}`);
    expect(observed(state)).toEqual([`run/${COMMAND} NETWORK_TIMEOUT 1`]);
  });

  test('is not glued to the next line where its own is shorter than a console', () => {
    const state = read(`Get-Thing : Exception from HRESULT: 0x8007\n2EE2\n${PLACE}`);
    expect(observed(state)).toEqual([]);
  });
});
