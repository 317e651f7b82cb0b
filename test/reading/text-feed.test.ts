import { appendFileSync, mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { type ByteFeed, fileFeed } from '../../src/reading/feed.ts';
import { textFeed } from '../../src/reading/text-feed.ts';
import { drain, feedOf } from './feeds.ts';

const TEXT = 'erste Zeile: Größe 5\r\nвторая строка 😀\r\n三行目\r\n'.repeat(40);

function textOf(bytes: Uint8Array, sizes?: readonly number[]): string | null {
  return [40, 100_000].map((room) => textWith(room, bytes, sizes)).reduce((a, b) => (a === b ? a : null));
}

/** The text when so many bytes of it may be read ahead. */
function textWith(room: number, bytes: Uint8Array, sizes?: readonly number[]): string | null {
  const target = Buffer.alloc(room);
  const read = textFeed(feedOf(bytes, sizes), target, () => undefined);
  if (read.kind === 'binary') return null;
  return Buffer.concat([target.subarray(0, read.filled), drain(read.rest, 1000)]).toString('utf8');
}

function wide(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('textFeed', () => {
  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 LE with a mark', wide(`\ufeff${TEXT}`, 'le')],
    ['UTF-16 BE with a mark', wide(`\ufeff${TEXT}`, 'be')],
    ['UTF-16 LE', wide(TEXT, 'le')],
    ['UTF-16 BE', wide(TEXT, 'be')],
    ['gzip of UTF-8 with a mark', gzipSync(`\ufeff${TEXT}`)],
    ['gzip of UTF-16', gzipSync(wide(`\ufeff${TEXT}`, 'le'))],
  ])('gives the same text without a mark: %s', (_name, bytes) => {
    expect(textOf(bytes)).toBe(TEXT);
    expect(textOf(bytes, [1, 3, 700])).toBe(TEXT);
  });

  test('takes the text out of the XML of PowerShell, packed or not', () => {
    const xml =
      '#< CLIXML\r\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">' +
      '<S S="Error">Install-Synthetic : 0x800705b4_x000D__x000A_</S></Objs>';
    for (const bytes of [Buffer.from(xml), Buffer.from(`\ufeff${xml}`), gzipSync(xml)]) {
      expect(textOf(bytes)?.trim()).toBe('Install-Synthetic : 0x800705b4');
      expect(textOf(bytes, [1, 3, 700])?.trim()).toBe('Install-Synthetic : 0x800705b4');
    }
  });

  test('turns half a letter of UTF-16 into a sign for what is lost', () => {
    expect(textOf(wide('\ufeffok\ud83d', 'le'))).toBe('ok\ufffd');
    expect(textOf(Buffer.concat([wide('\ufeffok', 'le'), Buffer.from([0x41])]))).toBe('ok\ufffd');
  });

  test('gives nothing for a file that holds a mark only, or nothing', () => {
    expect(textOf(Buffer.from('\ufeff'))).toBe('');
    expect(textOf(Buffer.alloc(0))).toBe('');
  });

  test('does not call packed binary data text', () => {
    expect(textOf(gzipSync(Buffer.from('7f454c4602010100', 'hex')))).toBeNull();
    expect(textOf(gzipSync(gzipSync(TEXT)))).toBeNull();
  });

  test('tells of damage once, also when it stands in the first bytes', () => {
    const damages: Error[] = [];
    const read = textFeed(feedOf(gzipSync(TEXT).subarray(0, 15)), Buffer.alloc(100), (error) =>
      damages.push(error),
    );
    if (read.kind === 'text') drain(read.rest);
    expect(damages).toHaveLength(1);
  });
});

describe('fileFeed', () => {
  const files = nodeFiles();
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'file-feed-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function withFeed(content: string, use: (feed: ByteFeed, path: string) => void, from = 0): void {
    const path = join(root, 'errors.log');
    writeFileSync(path, content);
    const file = files.open(path);
    use(fileFeed(file, from), path);
    file.close();
  }

  test('begins where it is told', () => {
    withFeed('0123456789', (feed) => expect(drain(feed, 3).toString()).toBe('456789'), 4);
    withFeed('0123456789', (feed) => expect(drain(feed).toString()).toBe(''), 20);
  });

  test('leaves what is appended meanwhile for the next time', () => {
    withFeed('0123456789', (feed, path) => {
      appendFileSync(path, 'appended');
      expect(drain(feed, 4).toString()).toBe('0123456789');
    });
  });

  test('ends when the file shrinks below where it stands', () => {
    withFeed('0123456789', (feed, path) => {
      expect(feed.fill(new Uint8Array(4))).toBe(4);
      truncateSync(path, 6);
      expect(drain(feed).toString()).toBe('45');
    });
  });

  test.skipIf(process.platform === 'win32')('reads on in a file that was removed', () => {
    withFeed('0123456789', (feed, path) => {
      unlinkSync(path);
      expect(drain(feed).toString()).toBe('0123456789');
    });
  });
});
