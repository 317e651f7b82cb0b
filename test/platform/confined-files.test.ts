import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { type Files, FilesError } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { memoryFiles } from '../support/memory-files.ts';

const TREE = {
  '/copy/var/log/errors.log': 'inside',
  '/copy/var/inside-link': { link: 'log' },
  '/copy/var/absolute-inside': { link: '/copy/var/log' },
  '/copy/var/outside-link': { link: '/etc' },
  '/copy/var/relative-outside': { link: '../../etc' },
  '/copy/var/outside-file': { link: '/etc/shadow' },
  '/copy/var/loop': { link: 'loop' },
  '/copy/var/way-back': { link: '/detour' },
  '/detour/log': { link: '/copy/var/log' },
  '/copy-of-another-node/errors.log': 'other',
  '/etc/shadow': 'secret',
} as const;

function answer(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (error instanceof FilesError) return error.code;
    throw error;
  }
}

function textOf(files: Files, path: string): unknown {
  return answer(() => {
    const file = files.open(path);
    const target = new Uint8Array(file.entry.size);
    file.read(target, 0);
    file.close();
    return new TextDecoder().decode(target);
  });
}

describe('confinedFiles on a POSIX tree', () => {
  const files = confinedFiles(memoryFiles(TREE), '/copy/');

  test.each([
    ['/copy/var/log/errors.log', 'inside'],
    ['/copy/var/inside-link/errors.log', 'inside'],
    ['/copy/var/absolute-inside/errors.log', 'inside'],
    ['/copy/var/way-back/log/errors.log', 'inside'],
    ['/copy/var/outside-link/shadow', 'ELEAVESROOT'],
    ['/copy/var/relative-outside/shadow', 'ELEAVESROOT'],
    ['/copy/var/outside-file', 'ELOOP'],
    ['/copy/../etc/shadow', 'ELEAVESROOT'],
    ['/copy/var/outside-link/../copy/var/log/errors.log', 'inside'],
    ['/copy-of-another-node/errors.log', 'ELEAVESROOT'],
    ['/etc/shadow', 'ELEAVESROOT'],
    ['/copy/var/loop/errors.log', 'ELOOP'],
    ['/copy/absent/errors.log', 'ENOENT'],
  ])('open %s gives %s, the first time and from memory', (path, expected) => {
    expect(textOf(files, path)).toBe(expected);
    expect(textOf(files, path)).toBe(expected);
  });

  test('lists the root and folders inside, not what a link outside shows', () => {
    expect(files.list('/copy')).toEqual(['var']);
    expect(files.list('/copy/var/inside-link')).toEqual(['errors.log']);
    expect(answer(() => files.list('/copy/var/outside-link'))).toBe('ELEAVESROOT');
    expect(answer(() => files.listEntries('/copy/var/outside-link'))).toBe('ELEAVESROOT');
    expect(answer(() => files.list('/copy/..'))).toBe('ELEAVESROOT');
    expect(answer(() => files.list('/'))).toBe('ELEAVESROOT');
  });

  test('looks at a link that leaves, but not through it', () => {
    expect(files.look('/copy').type).toBe('folder');
    expect(files.look('/copy/var/outside-link').type).toBe('link');
    expect(answer(() => files.look('/copy/..'))).toBe('ELEAVESROOT');
    expect(answer(() => files.look('/copy/var/../../'))).toBe('ELEAVESROOT');
    expect(answer(() => files.look('/copy/var/outside-link/shadow'))).toBe('ELEAVESROOT');
  });

  test('resolves only to what is inside', () => {
    expect(files.resolve('/copy')).toBe('/copy');
    expect(files.resolve('/copy/var/inside-link/errors.log')).toBe('/copy/var/log/errors.log');
    expect(answer(() => files.resolve('/copy/var/outside-link'))).toBe('ELEAVESROOT');
    expect(answer(() => files.resolve('/copy/var/outside-file'))).toBe('ELEAVESROOT');
  });

  test('takes a root that is itself a link', () => {
    const linked = confinedFiles(memoryFiles({ ...TREE, '/evidence': { link: '/copy' } }), '/evidence');
    expect(textOf(linked, '/evidence/var/log/errors.log')).toBe('inside');
    expect(textOf(linked, '/evidence/var/inside-link/errors.log')).toBe('inside');
    expect(textOf(linked, '/evidence/var/outside-link/shadow')).toBe('ELEAVESROOT');
  });

  test('sets no bounds where the root is the whole machine', () => {
    expect(textOf(confinedFiles(memoryFiles(TREE), '/'), '/copy/var/outside-link/shadow')).toBe('secret');
  });

  test('trusts a listing for what is a folder, and not for what is a link', () => {
    expect(files.listEntries('/copy/var')).toContainEqual({ name: 'outside-link', type: 'link' });
    expect(textOf(files, '/copy/var/outside-link/shadow')).toBe('ELEAVESROOT');
    expect(textOf(files, '/copy/var/log/errors.log')).toBe('inside');
  });

  test('looks at a folder once, however many files are opened in it, and forgets only after thousands', () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `/copy/runs/${i}/stdout`);
    const inner = memoryFiles(Object.fromEntries(paths.map((path) => [path, 'x'])));
    let looks = 0;
    const counting: Files = {
      list: inner.list.bind(inner),
      listEntries: inner.listEntries.bind(inner),
      resolve: inner.resolve.bind(inner),
      open: inner.open.bind(inner),
      find: inner.find.bind(inner),
      look(path) {
        looks += 1;
        return inner.look(path);
      },
    };
    const confined = confinedFiles(counting, '/copy');
    for (const path of paths) for (let i = 0; i < 5; i += 1) confined.open(path).close();
    expect(looks).toBeGreaterThanOrEqual(paths.length);
    expect(looks).toBeLessThan(paths.length + 10);
  });
});

describe('confinedFiles on a Windows tree', () => {
  const files = confinedFiles(
    memoryFiles({
      'C:\\Copy\\ProgramData\\Amazon\\errors.log': 'inside',
      'C:\\Copy\\Junction': { link: 'C:\\copy\\programdata' },
      'C:\\Copy\\Elsewhere': { link: 'D:\\Data' },
      'C:\\Copy\\Above': { link: 'C:\\Windows' },
      'C:\\Windows\\secret': 'secret',
      'D:\\Data\\secret': 'secret',
    }),
    'C:\\Copy\\',
  );

  test.each([
    ['C:\\Copy\\ProgramData\\Amazon\\errors.log', 'inside'],
    ['c:\\copy\\programdata\\amazon\\ERRORS.LOG', 'inside'],
    ['C:/Copy/ProgramData/Amazon/errors.log', 'inside'],
    ['C:\\Copy\\Junction\\Amazon\\errors.log', 'inside'],
    ['C:\\Copy\\Elsewhere\\secret', 'ELEAVESROOT'],
    ['C:\\Copy\\Above\\secret', 'ELEAVESROOT'],
    ['C:\\Copy\\..\\Windows\\secret', 'ELEAVESROOT'],
    ['D:\\Data\\secret', 'ELEAVESROOT'],
  ])('open %s gives %s', (path, expected) => {
    expect(textOf(files, path)).toBe(expected);
  });
});

test.skipIf(process.platform === 'win32')(
  'confinedFiles holds on a real disk, hostile links included',
  () => {
    const base = mkdtempSync(join(tmpdir(), 'confined-files-'));
    try {
      const copy = join(base, 'copy');
      mkdirSync(join(copy, 'log'), { recursive: true });
      writeFileSync(join(copy, 'log', 'errors.log'), 'inside');
      writeFileSync(join(base, 'secret'), 'secret');
      symlinkSync('log', join(copy, 'linked'));
      symlinkSync('..', join(copy, 'up'));
      symlinkSync('../secret', join(copy, 'file'));
      symlinkSync('.', join(copy, 'endless'));
      const files = confinedFiles(nodeFiles(), copy);
      expect(textOf(files, join(copy, 'linked', 'errors.log'))).toBe('inside');
      expect(textOf(files, join(copy, 'endless', 'endless', 'log', 'errors.log'))).toBe('inside');
      expect(textOf(files, join(copy, 'up', 'secret'))).toBe('ELEAVESROOT');
      expect(textOf(files, join(copy, 'file'))).toBe('ELOOP');
      expect(answer(() => files.look(`${copy}/up/`))).toBe('ELEAVESROOT');
      expect(answer(() => files.list(`${copy}/up/`))).toBe('ELEAVESROOT');
      expect(answer(() => files.list(`${copy}/linked/..`))).toEqual(files.list(copy));
      expect(answer(() => files.list(`${copy}/linked/../..`))).toBe('ELEAVESROOT');
      expect(files.list(`${copy}/linked/`)).toEqual(['errors.log']);
      expect(textOf(files, `${copy}/${'endless/'.repeat(50)}log/errors.log`)).toBe('ELOOP');
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  },
);
