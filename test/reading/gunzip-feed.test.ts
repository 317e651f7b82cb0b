import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gunzipFeed } from '../../src/reading/gunzip-feed.ts';
import { drain, feedOf } from './feeds.ts';

function unpack(packed: Uint8Array, sizes?: readonly number[]): { text: string; damages: string[] } {
  const damages: string[] = [];
  const feed = gunzipFeed(feedOf(packed, sizes), (error) => damages.push(error.message));
  return { text: drain(feed).toString('latin1'), damages };
}

/** Text that packs to a fifth of its size. */
function logText(lines: number): string {
  let text = '';
  for (let line = 0; line < lines; line += 1)
    text += `2026-01-02 03:04:05 INFO message ${(line * 7919) % 100_003}\n`;
  return text;
}

describe('gunzipFeed', () => {
  test('reads all members of a file that was put together, however the bytes arrive', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 5 }), sizes, (lengths, pieces) => {
        const texts = lengths.map((length, index) => logText(300).slice(index, index + length));
        const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
        expect(unpack(packed, pieces)).toEqual({ text: texts.join(''), damages: [] });
      }),
    );
  });

  test('reads a large file, and one whose header names the file', () => {
    const text = logText(100_000);
    expect(unpack(gzipSync(text)).text === text).toBe(true);
    const plain = gzipSync('a log\n');
    const named = Buffer.concat([
      Buffer.from('1f8b0808000000000003', 'hex'),
      Buffer.from('errors.log\0'),
      plain.subarray(10),
    ]);
    expect(unpack(Buffer.concat([named, named]))).toEqual({ text: 'a log\na log\n', damages: [] });
  });

  test('keeps what stands before a cut, and tells of it once', () => {
    const text = logText(20_000);
    const packed = gzipSync(text);
    for (const length of [
      packed.length - 1,
      packed.length - 8,
      packed.length - 9,
      packed.length >> 1,
      12_000,
    ]) {
      const { text: read, damages } = unpack(packed.subarray(0, length));
      expect(damages).toHaveLength(1);
      expect(text.startsWith(read)).toBe(true);
      expect(read.length).toBeGreaterThan((text.length * (length - 10_000)) / packed.length);
    }
  });

  test('keeps what stands before damage, and tells of it once', () => {
    const text = logText(20_000);
    const packed = gzipSync(text);
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 500);
    const { text: read, damages } = unpack(packed);
    expect(damages).toHaveLength(1);
    const safe = text.slice(0, Math.floor(text.length * 0.3));
    expect(read.startsWith(safe)).toBe(true);
  });

  test('notices a wrong checksum, in any member', () => {
    const first = gzipSync('first\n');
    const second = gzipSync('second\n');
    const damaged = Buffer.from(first);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 1, damaged.length - 6);
    expect(unpack(Buffer.concat([first, second])).damages).toEqual([]);
    expect(unpack(Buffer.concat([first, damaged])).damages).toHaveLength(1);
    const { text, damages } = unpack(Buffer.concat([damaged, second]));
    expect(damages).toHaveLength(1);
    expect(text.startsWith('first\n')).toBe(true);
  });

  test('tells of bytes behind the end that are no member, after all the text', () => {
    const { text, damages } = unpack(Buffer.concat([gzipSync('a log\n'), Buffer.from('something else')]));
    expect(text).toBe('a log\n');
    expect(damages).toHaveLength(1);
  });

  test('never throws and always ends on bytes that only look like gzip', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const { damages } = unpack(Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), bytes]));
        expect(damages.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('holds a bounded part of a bomb', () => {
    const packed = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const feed = gunzipFeed(feedOf(packed), () => undefined);
    const target = new Uint8Array(64 * 1024);
    let highest = 0;
    let total = 0;
    const before = process.memoryUsage().arrayBuffers;
    for (let got = feed.fill(target); got > 0; got = feed.fill(target)) {
      total += got;
      highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
    }
    expect(total).toBe(200 * 1024 * 1024);
    expect(highest).toBeLessThan(150 * 1024 * 1024);
  });
});
