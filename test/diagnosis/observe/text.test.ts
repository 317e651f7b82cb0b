import { describe, expect, test } from 'vitest';
import { linesBefore, textOf } from '../../../src/diagnosis/observe/text.ts';
import type { RecordSpan } from '../../../src/diagnosis/scan/scanner.ts';

function spanOf(text: string, start = 0, floor = 0): RecordSpan {
  const bytes = Buffer.from(text);
  return { bytes, start, end: bytes.length, floor, ceiling: bytes.length, line: 1, position: start };
}

describe('textOf', () => {
  test('leaves out the line break at the end, and turns invalid bytes into replacement characters', () => {
    expect(textOf(spanOf('one\ntwo\r\n'))).toBe('one\ntwo');
    expect(textOf({ ...spanOf(''), bytes: Buffer.from([0x61, 0xff, 0x62]), end: 3 })).toBe('a\ufffdb');
  });

  test('decodes at most 64 KB of a record', () => {
    expect(textOf(spanOf('x'.repeat(1_000_000)))).toHaveLength(64 * 1024);
  });
});

describe('linesBefore', () => {
  test('counts lines without words but does not take them', () => {
    const text = 'one\n---\n\ntwo\nlast';
    expect(linesBefore(spanOf(text, text.length - 4), 2)).toEqual([
      { text: 'two', above: 1 },
      { text: 'one', above: 4 },
    ]);
  });

  test('does not look below the floor', () => {
    const text = 'one\ntwo\nlast';
    expect(linesBefore(spanOf(text, 8, 4), 4)).toEqual([{ text: 'two', above: 1 }]);
  });
});
