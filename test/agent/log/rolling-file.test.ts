import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RollingFile } from '../../../src/agent/log/rolling-file.ts';

const isUnix = process.platform !== 'win32';
let folder = '';
let path = '';
const opened: RollingFile[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolling-'));
  path = join(folder, 'agent.log');
});
afterEach(() => {
  for (const file of opened.splice(0)) file.close();
  rmSync(folder, { recursive: true });
});

function rolling(maxSize = 1000, keep = 3): RollingFile {
  const file = new RollingFile({ path, maxSize, keep });
  opened.push(file);
  return file;
}

/** All lines that are kept, oldest first. */
function lines(): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('agent.log'))
    .sort((a, b) => Number(b.split('.')[2] ?? 0) - Number(a.split('.')[2] ?? 0))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
}

describe('a rolling file', () => {
  it('has each line at once, also those of an earlier run', () => {
    const first = rolling();
    for (const line of ['one', 'two']) expect([first.append(line), lines().at(-1)]).toEqual([null, line]);
    first.close();
    expect([rolling().append('three'), lines()]).toEqual([null, ['one', 'two', 'three']]);
  });

  it('never grows beyond its size, and keeps the newest lines in so many files', () => {
    const line = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 60 }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat(20),
        (given, keep, every) => {
          let file = rolling(200, keep);
          for (const [index, text] of given.entries()) {
            if (index % (every + 1) === 0) file = rolling(200, keep);
            expect(file.append(text)).toBeNull();
          }
          const names = readdirSync(folder);
          for (const name of names) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(200);
          expect(names.length).toBeLessThanOrEqual(keep + 1);
          const kept = lines();
          expect(kept).toEqual(given.slice(given.length - kept.length));
          if (given.reduce((sum, text) => sum + text.length + 1, 0) <= 100 * (keep + 1))
            expect(kept).toEqual(given);
          for (const name of names) rmSync(join(folder, name));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes a line that is longer than a file', () => {
    const file = rolling(100, 1);
    for (const line of ['a', 'b'.repeat(300), 'c']) expect(file.append(line)).toBeNull();
    expect([lines(), readdirSync(folder).length]).toEqual([['b'.repeat(300), 'c'], 2]);
  });

  it('lets go of what is more than is kept now, and of nothing else', () => {
    for (let number = 1; number <= 9; number++) writeFileSync(`${path}.${number}`, `${number}\n`);
    for (const name of ['agent.log.old', 'agent.log.01', 'other.log.1'])
      writeFileSync(join(folder, name), '');
    const file = rolling(10, 2);
    for (const line of ['1234567', '7654321']) file.append(line);
    expect(readdirSync(folder).sort()).toEqual(
      ['agent.log', 'agent.log.01', 'agent.log.1', 'agent.log.2', 'agent.log.old', 'other.log.1'].sort(),
    );
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('1\n');
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('1234567\n');
  });

  it('goes on when another program moves it, empties it, or removes it with its folder', () => {
    path = join(folder, 'own', 'agent.log');
    const file = rolling();
    file.append('one');
    renameSync(path, join(folder, 'moved'));
    file.append('two');
    truncateSync(path);
    file.append('three');
    expect([readFileSync(join(folder, 'moved'), 'utf8'), readFileSync(path, 'utf8')]).toEqual([
      'one\n',
      'three\n',
    ]);
    rmSync(join(folder, 'own'), { recursive: true });
    expect([file.append('four'), readFileSync(path, 'utf8')]).toEqual([null, 'four\n']);
  });

  it('ends a line that another run left without an end', () => {
    writeFileSync(path, 'one\nhalf of tw');
    rolling().append('three');
    expect(lines()).toEqual(['one', 'half of tw', 'three']);
  });

  it('grows to twice its size where it cannot be rolled, then begins anew and says so', () => {
    mkdirSync(`${path}.1`);
    const file = rolling(16, 1);
    const append = (line: string): unknown => [
      file.append(line),
      readFileSync(path, 'utf8'),
      file.takeRollFailure(),
    ];
    expect(append('1234567')).toEqual([null, '1234567\n', null]);
    expect(append('2345678')).toEqual([null, '1234567\n2345678\n', null]);
    // It is out of the way, but cannot get its number.
    expect(append('3456789')).toEqual([null, '3456789\n', null]);
    expect(append('4567890')).toEqual([null, '3456789\n4567890\n', null]);
    for (const line of ['5678901', '6789012']) append(line);
    expect(readFileSync(path, 'utf8')).toBe('3456789\n4567890\n5678901\n6789012\n');
    expect(append('7890123')).toEqual([null, '7890123\n', 'a folder stands there']);
    expect(readFileSync(`${path}.0`, 'utf8')).toBe('1234567\n2345678\n');
    rmSync(`${path}.1`, { recursive: true });
    for (const line of ['8901234', '9012345']) append(line);
    expect(lines()).toEqual(['7890123', '8901234', '9012345']);
  });

  it('loses nothing older where it cannot be moved itself', () => {
    for (let number = 1; number <= 3; number++) writeFileSync(`${path}.${number}`, `${number}\n`);
    writeFileSync(path, '12345678\n');
    mkdirSync(join(folder, 'agent.log.0', 'x'), { recursive: true });
    const file = rolling(10, 3);
    for (let index = 0; index < 20; index++) expect(file.append('12345678')).toBeNull();
    const older = [1, 2, 3].map((number) => readFileSync(`${path}.${number}`, 'utf8'));
    expect([older, statSync(path).size <= 20]).toEqual([['1\n', '2\n', '3\n'], true]);
  });

  it('resumes when what stands in its place is gone', () => {
    const file = rolling();
    mkdirSync(path);
    expect(file.append('lost')).toBe('a folder stands there');
    rmSync(path, { recursive: true });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(file.append('lost')).toBe('a file stands in place of its folder');
    rmSync(folder);
    expect([file.append('kept'), lines()]).toEqual([null, ['kept']]);
  });
});

describe.runIf(isUnix)('a rolling file and others', () => {
  it.each([0o000, 0o022, 0o077])(
    'is for its owner and group, in a folder for its owner, with umask %o',
    (umask) => {
      const before = process.umask(umask);
      try {
        path = join(folder, 'own', 'agent.log');
        const file = rolling(10, 1);
        for (const line of ['1234567', '7654321']) file.append(line);
        const modes = [path, `${path}.1`, join(folder, 'own')].map((name) => statSync(name).mode & 0o777);
        expect(modes).toEqual([0o640, 0o640, 0o700]);
      } finally {
        process.umask(before);
      }
    },
  );

  it('leaves the permissions that somebody gave it', () => {
    rolling().append('one');
    chmodSync(path, 0o644);
    rolling().append('two');
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['a link', (at: string, target: string) => symlinkSync(target, at), 'expected a file, found a link'],
    [
      'a link to nothing',
      (at: string, target: string) => symlinkSync(`${target}-`, at),
      'expected a file, found a link',
    ],
    ['a second name', (at: string, target: string) => linkSync(target, at), 'expected a file with one name'],
    ['a pipe', (at: string) => execFileSync('mkfifo', [at]), 'expected a file, found a pipe'],
  ])('is not written over %s', (_what, make, expected) => {
    const target = join(folder, 'target');
    writeFileSync(target, 'kept');
    make(path, target);
    expect(rolling().append('lost')).toContain(expected);
    expect([readFileSync(target, 'utf8'), readdirSync(folder).includes('target-')]).toEqual(['kept', false]);
  });

  it('is not written where others could have put it', () => {
    appendFileSync(path, '');
    chmodSync(path, 0o666);
    expect(rolling().append('lost')).toContain('found mode 0666');
  });

  it.runIf(process.geteuid?.() === 0)('is not written where another user has put it', () => {
    appendFileSync(path, '');
    chownSync(path, 12345, 12345);
    expect(rolling().append('lost')).toContain("found one of user 12345's");
  });
});
