import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FilesError } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { isUntouched, TrailedFiles } from '../../src/platform/trail.ts';

const LONG_AGO = new Date(Date.UTC(2026, 0, 1));
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ssm-doctor-trail-'));
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a/log'), 'text');
  writeFileSync(join(root, 'a/other'), 'text');
  for (const path of ['a/log', 'a/other', 'a', '']) utimesSync(join(root, path), LONG_AGO, LONG_AGO);
});

afterEach(() => rmSync(root, { recursive: true }));

/** Lists a folder, looks at a file in it, and for one that is not there. */
function walked(): TrailedFiles {
  const files = new TrailedFiles(nodeFiles());
  files.listEntries(join(root, 'a'));
  files.look(join(root, 'a/log'));
  expect(() => files.look(join(root, 'b'))).toThrow(FilesError);
  expect(files.find(join(root, 'd'))).toBeNull();
  return files;
}

function trail(files = walked()) {
  const made = files.trail(Date.now());
  if (made === null) throw new Error('no trail');
  return made;
}

describe('a trail', () => {
  test('tells that nothing changed', () => {
    expect(isUntouched(nodeFiles(), trail())).toBe(true);
  });

  test.each<[string, () => void]>([
    ['a file that was looked at grew', () => appendFileSync(join(root, 'a/log'), 'x')],
    ['it was written to, and is as long as before', () => writeFileSync(join(root, 'a/log'), 'TEXT')],
    [
      'another file is in its place',
      () => {
        renameSync(join(root, 'a/other'), join(root, 'a/log'));
        utimesSync(join(root, 'a'), LONG_AGO, LONG_AGO);
      },
    ],
    ['a file came to be in a folder that was listed', () => writeFileSync(join(root, 'a/new'), '')],
    ['one is gone from it', () => rmSync(join(root, 'a/other'))],
    ['what was not there is', () => writeFileSync(join(root, 'b'), '')],
    ['what was looked for is there', () => writeFileSync(join(root, 'd'), '')],
    ['the folder is gone', () => rmSync(join(root, 'a'), { recursive: true })],
  ])('tells that %s', (_what, change) => {
    const made = trail();
    change();
    expect(isUntouched(nodeFiles(), made)).toBe(false);
  });

  test.each<[string, () => void]>([
    [
      'leads elsewhere',
      () => {
        rmSync(join(root, 'link'));
        symlinkSync(join(root, 'b'), join(root, 'link'));
      },
    ],
    ['leads to a folder in which something came to be', () => writeFileSync(join(root, 'a/new'), '')],
    ['leads nowhere', () => rmSync(join(root, 'a'), { recursive: true })],
  ])('tells that a link that was followed %s', (_what, change) => {
    symlinkSync(join(root, 'a'), join(root, 'link'));
    const files = new TrailedFiles(nodeFiles());
    files.list(join(root, 'link'));
    const made = files.trail(Date.now() + 60_000);
    if (made === null) throw new Error('no trail');
    expect(isUntouched(nodeFiles(), made)).toBe(true);
    change();
    expect(isUntouched(nodeFiles(), made)).toBe(false);
  });

  test('does not tell of what nobody asked for', () => {
    const made = trail();
    mkdirSync(join(root, 'c'));
    appendFileSync(join(root, 'a/other'), 'x');
    expect(isUntouched(nodeFiles(), made)).toBe(true);
  });
});

describe('there is no trail', () => {
  test('where something changed in the step of time in which it was looked at', () => {
    const files = walked();
    expect(files.trail(LONG_AGO.getTime() + 1000)).toBeNull();
  });

  test('where a file could not be opened', () => {
    const files = walked();
    expect(() => files.open(join(root, 'a'))).toThrow(FilesError);
    expect(files.trail(Date.now())).toBeNull();
  });

  test('where a file changed between two looks', () => {
    const files = walked();
    appendFileSync(join(root, 'a/log'), 'x');
    files.open(join(root, 'a/log')).close();
    expect(files.trail(Date.now() + 60_000)).toBeNull();
  });
});
