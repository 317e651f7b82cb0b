import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectEncoding } from '../../src/reading/encoding.ts';

const LATIN = '2026-01-02 03:04:05 INFO [ssm-agent-worker] Größe geprüft\r\n'.repeat(4);
const RUSSIAN = 'Ошибка установки обновления 0x80240022\r\nПовторите попытку позже.\r\n'.repeat(4);
const JAPANESE = '更新プログラムのインストールに失敗しました。\r\nコード: 0x80240022\r\n'.repeat(4);
const CHINESE = '安装更新时出现错误，请稍后再试。\r\n错误代码\r\n'.repeat(8);

function wide(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function noise(length: number): Buffer {
  let bytes = Buffer.alloc(0);
  for (let part = 0; bytes.length < length; part += 1)
    bytes = Buffer.concat([bytes, createHash('sha512').update(`${part}`).digest()]);
  return bytes.subarray(0, length);
}

/** Windows program, zip, bzip2, deb, rpm, cabinet, PNG, Mach-O in both orders and universal. */
const MAGICS = [
  '4d5a9000',
  '504b0304',
  '425a6839314159265359',
  '213c617263683e',
  'edabeedb',
  '4d534346',
  '89504e470d0a1a0a',
  'cffaedfe',
  'feedfacf',
  'cafebabe',
];

describe('detectEncoding', () => {
  test.each([
    ['UTF-8', Buffer.from(LATIN), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${LATIN}`), 'utf-8-bom'],
    ['UTF-16 LE with a mark', wide(`\ufeff${LATIN}`, 'le'), 'utf-16le'],
    ['UTF-16 BE with a mark', wide(`\ufeff${LATIN}`, 'be'), 'utf-16be'],
    ['gzip', Buffer.from('1f8b0800', 'hex'), 'gzip'],
    ['nothing', Buffer.alloc(0), 'utf-8'],
    ['one letter', Buffer.from('a'), 'utf-8'],
  ])('tells %s', (_name, bytes, expected) => {
    expect(detectEncoding(bytes)).toBe(expected);
  });

  test.each([
    ['Latin', LATIN],
    ['Russian', RUSSIAN],
    ['Japanese', JAPANESE],
    ['Chinese', CHINESE],
    ['short', 'ok\r\n'],
    ['letters of two units', 'done 😀\r\n'.repeat(60)],
  ])('tells UTF-16 without a mark, both ways round: %s', (_name, text) => {
    expect(detectEncoding(wide(text, 'le').subarray(0, 512))).toBe('utf-16le');
    expect(detectEncoding(wide(text, 'be').subarray(0, 512))).toBe('utf-16be');
  });

  test.each([
    ['Russian in UTF-8', Buffer.from(RUSSIAN)],
    ['Japanese in UTF-8, cut in a letter', Buffer.from(JAPANESE).subarray(0, 100)],
    ['an 8-bit code page', Buffer.from('Gr\x94\xe1e gepr\x81ft\r\n'.repeat(9), 'latin1')],
    ['colours and progress bars', Buffer.from('\x1b[31merror\x1b[0m\r 10%\b\b\b 20%\r\n'.repeat(9))],
    ['a stray NUL', Buffer.from(`${LATIN}\0${LATIN}`)],
    ['a stray NUL in a code page', Buffer.from(`${'caf\xe9 ferm\xe9 '.repeat(9)}\0\r\n`, 'latin1')],
    ['a log that begins with a hole', Buffer.concat([Buffer.alloc(400), Buffer.from(LATIN)])],
    ['nothing but a hole', Buffer.alloc(512)],
  ])('reads as UTF-8: %s', (_name, bytes) => {
    expect(detectEncoding(bytes.subarray(0, 512))).toBe('utf-8');
  });

  test.each([
    ['an ELF program', Buffer.from('7f454c4602010100', 'hex')],
    ['xz', Buffer.from('fd377a585a000004', 'hex')],
    ['zstd', Buffer.from('28b52ffd0458', 'hex')],
    ['a Windows event log', Buffer.from('ElfFile\0\0\0\0\0')],
    ['a systemd journal', Buffer.from('LPKSHHRH\0\0\0\0')],
    ['SQLite', Buffer.from('SQLite format 3\0')],
    ['small numbers', Buffer.from(Uint32Array.from({ length: 128 }, (_, index) => index * 77_777).buffer)],
    ['noise', noise(512)],
  ])('calls binary: %s', (_name, bytes) => {
    expect(detectEncoding(bytes)).toBe('binary');
  });

  test.each(MAGICS)('calls binary what begins with %s', (magic) => {
    expect(detectEncoding(Buffer.from(magic, 'hex'))).toBe('binary');
  });

  test('never calls printable ASCII anything but UTF-8', () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      maxLength: 512,
    });
    fc.assert(
      fc.property(ascii, (text) => {
        if (!/^(?:BZh|MZ|!<arch>|MSCF|SQLite|LPKS|PK)/.test(text))
          expect(detectEncoding(Buffer.from(text))).toBe('utf-8');
      }),
    );
  });
});
