import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BundleError, openBundle } from '../../../src/sources/bundle/open-bundle.ts';
import { tarOf, zipOf } from './archives.ts';
import { contentOf, scratch } from './scratch.ts';

const place = scratch();

async function refusal(path: string): Promise<BundleError> {
  try {
    await openBundle(path, { parent: place.parent() });
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the root of a bundle', () => {
  test.each([
    ['var/log/a.log', 'var/log/a.log'],
    ['node/var/log/a.log', 'var/log/a.log'],
    ['x/y/z/etc/os-release', 'etc/os-release'],
    ['w/x/y/z/var/a.log', 'z/var/a.log'],
    ['node/C/ProgramData/a.log', 'C/ProgramData/a.log'],
    ['x/programdata/a.log', 'programdata/a.log'],
  ])('of %s holds %s', async (packed, found) => {
    const bundle = await openBundle(place.file('a.tar', tarOf([{ path: packed, content: 'x' }])), {
      parent: place.parent(),
    });
    expect(Object.keys(contentOf(bundle))).toEqual([found]);
    bundle.remove();
    expect(readdirSync(place.parent())).toEqual([]);
  });

  test('stays above several folders', async () => {
    const tar = tarOf([
      { path: 'one/a.log', content: 'x' },
      { path: 'two/a.log', content: 'x' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(Object.keys(contentOf(bundle)).sort()).toEqual(['one/a.log', 'two/a.log']);
  });
});

describe('what cannot be used', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'not-a-bundle', 'an empty file'],
    ['text', Buffer.from('2026-01-01 00:00:00 INFO hello'), 'not-a-bundle', 'text'],
    ['a 7z archive', Buffer.from('377abcaf271c0004', 'hex'), 'not-a-bundle', '7z'],
    ['gzip of a log', gzipSync('a log line\n'.repeat(100)), 'not-a-bundle', 'gzip'],
    [
      'gzip that breaks off',
      gzipSync(tarOf([{ path: 'a', content: 'x' }])).subarray(0, 20),
      'unreadable',
      'breaks off',
    ],
    ['a tar without files', tarOf([{ path: 'var/', type: 'Directory' }]), 'not-a-bundle', 'no file'],
    ['a zip without files', zipOf({}), 'not-a-bundle', 'no file'],
    [
      'a zip that is cut in its first header',
      zipOf({ 'var/a.log': 'x' }).subarray(0, 20),
      'unreadable',
      'cut',
    ],
  ])(
    '%s is refused with what was expected, what was found and what to do',
    async (_name, bytes, code, found) => {
      const error = await refusal(place.file('evidence', bytes));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/expected a \.tar, \.tar\.gz or \.zip/);
      expect(error.message).toContain(found);
      expect(error.message).toMatch(/; [a-z ]*(pack|give|copy)/);
      expect(readdirSync(place.parent())).toEqual([]);
    },
  );

  test('a folder and a path that leads nowhere are refused', async () => {
    expect((await refusal(place.parent())).message).toContain('a folder');
    expect((await refusal(join(place.parent(), 'nothing.zip'))).message).toContain('ENOENT');
  });

  test('no room for the folder is an error of its own', async () => {
    const path = place.file('a.tar', tarOf([{ path: 'var/a.log', content: 'x' }]));
    const opened = openBundle(path, { parent: join(place.parent(), 'missing') });
    await expect(opened).rejects.toMatchObject({ code: 'no-space' });
  });
});

describe('openBundle', () => {
  test('removes what it has written when it is told to end', async () => {
    const items = Array.from({ length: 50 }, (_, index) => ({
      path: `var/${index}.log`,
      content: 'x'.repeat(100_000),
    }));
    const path = place.file('a.tar', tarOf(items));
    const controller = new AbortController();
    let seen = 0;
    const wanted = (): boolean => {
      seen += 1;
      if (seen === 5) controller.abort(new Error('interrupted'));
      return true;
    };
    const opened = openBundle(path, { parent: place.parent(), signal: controller.signal, wanted });
    await expect(opened).rejects.toThrow('interrupted');
    expect(seen).toBeLessThan(50);
    expect(readdirSync(place.parent())).toEqual([]);
  });

  test('tells archives by content, not by name', async () => {
    const bundle = await openBundle(place.file('a.zip', tarOf([{ path: 'var/a.log', content: 'x' }])), {
      parent: place.parent(),
    });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'x' });
    expect(basename(bundle.folder)).toMatch(/^ssm-doctor-/);
  });

  test('never fails with anything but a BundleError, and leaves nothing behind, however an archive is damaged', async () => {
    const files = { 'var/a.log': 'first '.repeat(300), 'var/b.log': 'second', 'etc/os-release': 'ID=amzn' };
    const items = Object.entries(files).map(([path, content]) => ({ path, content }));
    const archives = [tarOf(items), gzipSync(tarOf(items)), zipOf(files)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...archives),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
          maxLength: 8,
        }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        async (archive, damages, share) => {
          const bytes = Buffer.from(archive);
          for (const [where, value] of damages) bytes[Math.floor(where * bytes.length)] = value;
          const path = place.file('fuzz', bytes.subarray(0, Math.ceil(bytes.length * share)));
          try {
            (await openBundle(path, { parent: place.parent(), maxBytes: 1_000_000 })).remove();
          } catch (error) {
            expect(error).toBeInstanceOf(BundleError);
          }
          expect(readdirSync(place.parent())).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
