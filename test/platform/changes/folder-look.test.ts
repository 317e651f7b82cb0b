import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderLook } from '../../../src/platform/changes/folder-look.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folder-look-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

test('finds what came, grew, was replaced and went, once', () => {
  const grows = put('grows.log', 'one');
  const replaced = put('replaced.log', 'one');
  const goes = put('goes.log', 'one');
  put('stays.log', 'one');
  mkdirSync(join(root, 'run'));
  const look = new FolderLook(root);
  expect(look.changes()).toEqual([]);
  appendFileSync(grows, 'two');
  const { atime, mtime } = statSync(replaced);
  utimesSync(put('new', 'two'), atime, mtime);
  renameSync(join(root, 'new'), replaced);
  unlinkSync(goes);
  mkdirSync(join(root, 'another run'));
  put('comes.log', 'one');
  expect(look.changes().sort()).toEqual([
    'another run',
    'comes.log',
    'goes.log',
    'grows.log',
    'replaced.log',
  ]);
  expect(look.changes()).toEqual([]);
});

test('finds a name that came in the same step of the folder’s time as its list was made', () => {
  const look = new FolderLook(root);
  const { atime, mtime } = statSync(root);
  put('comes.log', 'one');
  utimesSync(root, atime, mtime);
  expect(look.changes()).toEqual(['comes.log']);
});

test('looks lately at what changed lately, and at names', () => {
  const often = put('often.log', 'one');
  const seldom = put('seldom.log', 'one');
  const look = new FolderLook(root);
  appendFileSync(often, 'two');
  expect(look.changes()).toEqual(['often.log']);
  appendFileSync(often, 'three');
  appendFileSync(seldom, 'two');
  put('comes.log', 'one');
  expect(look.changesOfLate().sort()).toEqual(['comes.log', 'often.log']);
  expect(look.changes()).toEqual(['seldom.log']);
  appendFileSync(seldom, 'three');
  expect(look.changesOfLate()).toEqual(['seldom.log']);
});

test('looks at very many files in several looks', () => {
  for (let number = 0; number < 1200; number += 1) put(`${number}.log`, '');
  const look = new FolderLook(root);
  for (let count = 0; count < 2; count += 1) look.changes();
  for (let number = 0; number < 1200; number += 1) put(`${number}.log`, 'x');
  const looks = [look.changes(), look.changes()];
  expect(looks.map((names) => names.length)).toEqual([1000, 200]);
  expect(new Set(looks.flat()).size).toBe(1200);
});

test('goes on no further when the folder is another one, or gone', () => {
  const folder = join(root, 'logs');
  mkdirSync(folder);
  const look = new FolderLook(folder);
  renameSync(folder, join(root, 'old'));
  expect(() => look.changes()).toThrow();
  mkdirSync(folder);
  expect(() => look.changesOfLate()).toThrow();
});
