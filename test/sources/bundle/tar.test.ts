import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openBundle } from '../../../src/sources/bundle/open-bundle.ts';
import { tarEntry, tarOf } from './archives.ts';
import { contentOf, scratch } from './scratch.ts';

const place = scratch();
const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';

describe('openBundle on tar', () => {
  test('unpacks a tar that a tar program made, with dates, for its owner only', async () => {
    const tree = join(place.parent(), '..', 'tree');
    const log = join(tree, 'node-1', LOG);
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, 'line\n');
    const path = join(tree, '..', 'node-1.tgz');
    execFileSync('tar', ['-C', tree, '--mtime', '2026-01-02 03:04:05Z', '-czf', path, 'node-1']);
    const bundle = await openBundle(path, { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped).toEqual([]);
    expect(bundle.truncated).toBe(false);
    expect(statSync(join(bundle.folder, LOG)).mtimeMs).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    if (process.platform !== 'win32') {
      expect(statSync(bundle.folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(bundle.folder, LOG)).mode & 0o777).toBe(0o600);
    }
    bundle.remove();
    expect(readdirSync(place.parent())).toEqual([]);
    bundle.remove();
  });

  test('takes long names, empty files, and empty folders with their date', async () => {
    const deep = `var/${'folder-with-a-long-name/'.repeat(8)}stdout`;
    const tar = tarOf([
      { path: deep, content: 'deep' },
      { path: 'var/empty.log' },
      { path: 'var/lib/reboot-194/', type: 'Directory', modified: Date.UTC(2026, 5, 1) },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [deep]: 'deep', 'var/empty.log': '' });
    expect(statSync(join(bundle.folder, 'var/lib/reboot-194')).mtimeMs).toBe(Date.UTC(2026, 5, 1));
  });

  test('dates folders that the archive does not name by their newest file', async () => {
    const tar = tarOf([
      { path: 'var/run/a/stdout', content: '1', modified: Date.UTC(2026, 0, 5) },
      { path: 'var/run/b/stdout', content: '2', modified: Date.UTC(2026, 0, 3) },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(statSync(join(bundle.folder, 'var/run')).mtimeMs).toBe(Date.UTC(2026, 0, 5));
    expect(statSync(join(bundle.folder, 'var/run/b')).mtimeMs).toBe(Date.UTC(2026, 0, 3));
  });

  test('leaves out links, pipes and devices, and says so without calling the bundle incomplete', async () => {
    const tar = tarOf([
      { path: 'etc/os-release', type: 'SymbolicLink', linkpath: '../usr/lib/os-release' },
      { path: 'etc/shadow', type: 'Link', linkpath: '/etc/passwd' },
      { path: 'var/pipe', type: 'FIFO' },
      { path: 'var/tty', type: 'CharacterDevice' },
      { path: LOG, content: 'line\n' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped.map(({ file, reason }) => [file, reason])).toEqual([
      ['etc/os-release', 'leaves-root'],
      ['etc/shadow', 'leaves-root'],
      ['var/pipe', 'malformed'],
      ['var/tty', 'malformed'],
    ]);
    expect(bundle.truncated).toBe(false);
  });

  test.each(['../../escaped.log', '/escaped.log', 'var/../../escaped.log', 'C:/escaped.log'])(
    'does not write outside of its folder for %s',
    async (path) => {
      const tar = tarOf([
        { path, content: 'x' },
        { path: LOG, content: 'line\n' },
      ]);
      const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
      expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
      expect(bundle.skipped).toMatchObject([{ reason: 'leaves-root' }]);
      expect(existsSync(join(place.parent(), 'escaped.log'))).toBe(false);
      expect(existsSync('/escaped.log')).toBe(false);
    },
  );

  test('never follows a link that the archive brought to write through it', async () => {
    const tar = tarOf([
      { path: 'var/log', type: 'SymbolicLink', linkpath: '/' },
      { path: 'var/log/written.log', content: 'x' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ 'var/log/written.log': 'x' });
    expect(existsSync('/written.log')).toBe(false);
  });

  test('keeps the last of two files with one name, and says so', async () => {
    const tar = tarOf([
      { path: LOG, content: 'a longer first one' },
      { path: LOG, content: 'second' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'second' });
    expect(bundle.skipped).toMatchObject([{ file: LOG, reason: 'malformed' }]);
  });

  test('survives a file and a folder of one name', async () => {
    const tar = tarOf([
      { path: 'var/log', content: 'file' },
      { path: 'var/log/a.log', content: 'x' },
      { path: 'var/lib/b', content: 'y' },
      { path: 'var/lib', content: 'file' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ 'var/log': 'file', 'var/lib/b': 'y' });
    expect(bundle.skipped.map(({ file }) => file)).toEqual(['var/log/a.log', 'var/lib']);
    expect(bundle.truncated).toBe(true);
  });

  test.each([700, 512 * 3 + 100, 512 * 4, 512 * 5])(
    'keeps what came before the cut at byte %i',
    async (length) => {
      const tar = tarOf([
        { path: 'var/a.log', content: 'a'.repeat(400) },
        { path: 'var/b.log', content: 'b'.repeat(1000) },
        { path: 'var/c.log', content: 'c' },
      ]);
      const bundle = await openBundle(place.file('a.tar', tar.subarray(0, length)), {
        parent: place.parent(),
      });
      const content = contentOf(bundle);
      expect(content['var/a.log']).toBe('a'.repeat(Math.min(400, length - 512)));
      expect('b'.repeat(1000).startsWith(content['var/b.log'] ?? '')).toBe(true);
      expect(bundle.truncated).toBe(true);
      expect(bundle.skipped.at(-1)).toMatchObject({
        reason: 'malformed',
        detail: expect.stringContaining('cut'),
      });
    },
  );

  test('goes on behind a damaged header', async () => {
    const tar = tarOf([
      { path: 'var/a.log', content: 'a' },
      { path: 'var/b.log', content: 'b' },
      { path: 'var/c.log', content: 'c' },
    ]);
    tar.write('damage', 1024);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'a', 'var/c.log': 'c' });
    expect(bundle.skipped).toMatchObject([
      { reason: 'malformed', detail: expect.stringContaining('passed over') },
    ]);
  });

  test('keeps what came before damage in gzip data', async () => {
    let text = '';
    for (let line = 0; line < 60_000; line += 1) text += `line ${(line * 7919) % 60_013}\n`;
    const packed = gzipSync(
      tarOf([
        { path: 'var/a.log', content: 'first' },
        { path: 'var/b.log', content: text },
      ]),
    );
    packed.fill(0xff, packed.length - 30_000, packed.length - 20_000);
    const bundle = await openBundle(place.file('a.tgz', packed), { parent: place.parent() });
    const content = contentOf(bundle);
    expect(content['var/a.log']).toBe('first');
    expect(content['var/b.log']?.slice(0, 100_000)).toBe(text.slice(0, 100_000));
    expect(bundle.skipped.map(({ file }) => file)).toContain('var/b.log');
    expect(bundle.truncated).toBe(true);
  });

  test('reads on through the members of a gzip file that was put together', async () => {
    const tar = tarOf([{ path: 'var/a.log', content: 'a'.repeat(600) }]);
    const packed = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);
    const bundle = await openBundle(place.file('a.tgz', packed), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'a'.repeat(600) });
    expect(bundle.skipped).toEqual([]);
  });

  test('stops a gzip bomb behind the end marker, and one within, at a limit', async () => {
    const behind = gzipSync(
      Buffer.concat([tarOf([{ path: 'var/a.log', content: 'a' }]), Buffer.alloc(50_000_000)]),
    );
    const after = await openBundle(place.file('a.tgz', behind), {
      parent: place.parent(),
      maxBytes: 100_000,
    });
    expect(contentOf(after)).toEqual({ 'var/a.log': 'a' });
    const within = gzipSync(
      tarOf([
        { path: 'var/a.log', content: 'a' },
        { path: 'var/bomb', content: Buffer.alloc(50_000_000) },
        { path: 'var/z.log' },
      ]),
    );
    const bundle = await openBundle(place.file('b.tgz', within), {
      parent: place.parent(),
      maxBytes: 100_000,
    });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'a' });
    expect(bundle.skipped.map(({ reason }) => reason)).toEqual(['too-large', 'too-large']);
  });

  test('stops at the limit of entries', async () => {
    const items = Array.from({ length: 20 }, (_, index) => ({ path: `var/${index}.log`, content: 'x' }));
    const options = { parent: place.parent(), maxEntries: 5 };
    const bundle = await openBundle(place.file('a.tar', tarOf(items)), options);
    expect(Object.keys(contentOf(bundle))).toHaveLength(5);
    expect(bundle.skipped).toMatchObject([{ reason: 'entry-limit' }]);
    expect(bundle.truncated).toBe(true);
  });

  test('leaves out what is not wanted without a word', async () => {
    const tar = tarOf([
      { path: 'opt/big.iso', content: 'x' },
      { path: LOG, content: 'line\n' },
    ]);
    const byDefault = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(byDefault)).toEqual({ [LOG]: 'line\n' });
    expect(byDefault.skipped).toEqual([]);
    const wanted = (path: string): boolean => path.startsWith('opt/');
    const chosen = await openBundle(place.file('a.tar', tar), { parent: place.parent(), wanted });
    expect(contentOf(chosen)).toEqual({ 'opt/big.iso': 'x' });
  });

  test('says that a sparse file cannot be read, by its own name', async () => {
    const tar = tarOf([
      { path: 'var/GNUSparseFile.12/big.log', content: '1\n0\n5\nhello' },
      { path: LOG, content: 'line\n' },
    ]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped).toMatchObject([{ file: 'var/big.log', reason: 'unsupported-encoding' }]);
  });

  test('bears a size that is no size', async () => {
    const entry = tarEntry({ path: 'var/evil.log', content: 'x' });
    entry.fill(0xff, 124, 136);
    const sum = entry
      .subarray(0, 512)
      .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    entry.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const tar = Buffer.concat([tarEntry({ path: LOG, content: 'line\n' }), entry, Buffer.alloc(1024)]);
    const bundle = await openBundle(place.file('a.tar', tar), { parent: place.parent() });
    expect(contentOf(bundle)[LOG]).toBe('line\n');
  });
});
