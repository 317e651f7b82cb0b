import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openBundle } from '../../../src/sources/bundle/open-bundle.ts';
import { patchZip, zipOf } from './archives.ts';
import { contentOf, scratch } from './scratch.ts';

const place = scratch();
const LOG = 'ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log';

/** Text that packs to a good part of its size. */
function noise(seed: string, length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part += 1)
    text += createHash('sha256').update(`${seed}${part}`).digest('hex');
  return text.slice(0, length);
}

/** As programs write that cannot go back: sizes stand behind the data. */
function streamedZip(files: Readonly<Record<string, string>>): Buffer {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_error, part) => parts.push(part));
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(Buffer.from(content), true);
  }
  zip.end();
  return Buffer.concat(parts);
}

describe('openBundle on zip', () => {
  test('unpacks a zip, below a top folder, with either separator', async () => {
    const zip = zipOf({ [`node-1/${LOG}`]: 'line\r\n', 'node-1\\ProgramData\\Amazon\\b.log': 'b' });
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\r\n', 'ProgramData/Amazon/b.log': 'b' });
    expect(bundle.skipped).toEqual([]);
  });

  test.each(['../escaped.log', '/escaped.log', 'C:/escaped.log', 'var/..\\..\\escaped.log'])(
    'does not write outside of its folder for %s, and reads the others',
    async (name) => {
      const bundle = await openBundle(place.file('a.zip', zipOf({ [name]: 'x', [LOG]: 'line\n' })), {
        parent: place.parent(),
      });
      expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
      expect(bundle.skipped).toMatchObject([{ reason: 'leaves-root' }]);
      expect(existsSync(join(place.parent(), 'escaped.log'))).toBe(false);
    },
  );

  test('says which entries are protected with a password, and reads the others', async () => {
    const zip = zipOf({ [LOG]: 'line\n', 'var/secret.log': 'x' });
    zip.writeUInt16LE(1, zip.lastIndexOf('var/secret.log') - 46 + 8);
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped).toMatchObject([
      { file: 'var/secret.log', reason: 'not-readable', detail: expect.stringContaining('password') },
    ]);
    expect(bundle.truncated).toBe(true);
  });

  test('says which way of packing it does not know', async () => {
    const bundle = openBundle(place.file('a.zip', patchZip(zipOf({ [LOG]: 'line\n' }), 10, 8, 93)), {
      parent: place.parent(),
    });
    await expect(bundle).rejects.toThrow(/zstd/);
  });

  test('keeps content whose checksum is wrong, and says so', async () => {
    const zip = patchZip(zipOf({ [LOG]: 'line\n' }), 16, 14, 0xdead);
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped).toMatchObject([
      { file: LOG, reason: 'malformed', detail: expect.stringContaining('checksum') },
    ]);
  });

  test('cuts a file that is longer than the archive claims', async () => {
    const zip = patchZip(zipOf({ [LOG]: 'a'.repeat(60_000) }), 24, 22, 100);
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'a'.repeat(100) });
    expect(bundle.truncated).toBe(true);
  });

  test('leaves out what does not fit any more, and links', async () => {
    const zip = zipOf({
      'var/a.log': 'a',
      'var/bomb.log': '0'.repeat(1_000_000),
      'var/z.log': 'z',
      'var/link': '/etc/shadow',
    });
    const list = zip.lastIndexOf('var/link') - 46;
    zip.writeUInt16LE(0x0314, list + 4);
    zip.writeUInt32LE(0o120777 * 0x10000, list + 38);
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent(), maxBytes: 100_000 });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'a', 'var/z.log': 'z' });
    expect(bundle.skipped).toMatchObject([
      { file: 'var/bomb.log', reason: 'too-large' },
      { file: 'var/link', reason: 'leaves-root' },
    ]);
  });

  test.each([
    ['sizes before the data', zipOf],
    ['sizes behind the data', streamedZip],
  ])('keeps what stands before the cut: %s', async (_name, pack) => {
    const files = {
      'var/a.log': noise('a', 50_000),
      'var/b.log': noise('b', 50_000),
      'var/c.log': noise('c', 300_000),
    };
    const whole = pack(files);
    const bundle = await openBundle(place.file('a.zip', whole.subarray(0, whole.length - 60_000)), {
      parent: place.parent(),
    });
    const content = contentOf(bundle);
    expect(content['var/a.log']).toBe(files['var/a.log']);
    expect(content['var/b.log']).toBe(files['var/b.log']);
    expect(content['var/c.log']?.length).toBeGreaterThan(50_000);
    expect(files['var/c.log'].startsWith(content['var/c.log'] ?? '-')).toBe(true);
    expect(bundle.skipped.map(({ file }) => file)).toEqual([expect.stringContaining('a.zip'), 'var/c.log']);
    expect(bundle.truncated).toBe(true);
  });

  test('reads a whole zip whose sizes stand behind the data', async () => {
    const bundle = await openBundle(place.file('a.zip', streamedZip({ [LOG]: 'line\n' })), {
      parent: place.parent(),
    });
    expect(contentOf(bundle)).toEqual({ [LOG]: 'line\n' });
    expect(bundle.skipped).toEqual([]);
  });

  test('keeps the files above a damaged place of the list', async () => {
    const zip = zipOf({ 'var/a.log': 'a', 'var/b.log': 'b' });
    zip.writeUInt32LE(0, zip.lastIndexOf('var/b.log') - 46);
    const bundle = await openBundle(place.file('a.zip', zip), { parent: place.parent() });
    expect(contentOf(bundle)).toEqual({ 'var/a.log': 'a' });
    expect(bundle.truncated).toBe(true);
  });
});
