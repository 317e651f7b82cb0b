import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RollingLog, rollsOf } from '../../../build-scripts/load/storm/rolling-log.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolling-'));
  path = join(folder, 'agent.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const textOf = (suffix = '') => readFileSync(`${path}${suffix}`, 'utf8');

it('rolls before the record that would go beyond the size, and counts upwards', () => {
  const log = new RollingLog(path, { size: 10, keep: 9 });
  for (const record of ['first\n', 'second\n', 'third\n', 'fourth\n', 'fifth\n']) log.append(record);
  log.close();
  expect([textOf('.1'), textOf('.2'), textOf()]).toEqual(['first\nsecond\n', 'third\nfourth\n', 'fifth\n']);
});

it('counts what was there when it was opened', () => {
  writeFileSync(path, 'x'.repeat(10));
  const log = new RollingLog(path, { size: 10, keep: 9 });
  log.append('new\n');
  log.close();
  expect([textOf('.1'), textOf()]).toEqual(['x'.repeat(10), 'new\n']);
});

it('goes on in the file that another has rolled until its own count is full, then rolls whatever is there', () => {
  const one = new RollingLog(path, { size: 10, keep: 9 });
  const other = new RollingLog(path, { size: 10, keep: 9 });
  one.append('one 1....\n');
  other.append('other 1\n');
  one.append('one 2\n');
  other.append('other 2\n');
  expect([textOf('.1'), textOf()]).toEqual(['one 1....\nother 1\nother 2\n', 'one 2\n']);
  other.append('other 3\n');
  one.append('one 3\n');
  expect([textOf('.1'), textOf('.2'), textOf()]).toEqual([
    'one 1....\nother 1\nother 2\n',
    'one 2\none 3\n',
    'other 3\n',
  ]);
  one.close();
  other.close();
});

it('keeps the newest rolls, and knows when its own file is among those that went', () => {
  const busy = new RollingLog(path, { size: 1, keep: 2 });
  const idle = new RollingLog(path, { size: 100, keep: 2 });
  busy.append('1\n');
  busy.append('2\n');
  busy.append('3\n');
  expect([rollsOf(path), idle.gone]).toEqual([[1, 2], false]);
  busy.append('4\n');
  expect([rollsOf(path), idle.gone]).toEqual([[2, 3], true]);
  busy.close();
  idle.close();
});
