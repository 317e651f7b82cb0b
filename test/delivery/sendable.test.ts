import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, sendable, sendableLine } from '../../src/delivery/sendable.ts';
import { hostileText } from '../reporters/arbitrary-report.ts';
import { unfitTexts } from './model-refusals.ts';

describe('sendable', () => {
  test('keeps tabs and line breaks, and replaces other controls, half pairs and bidi controls', () => {
    expect(sendable('a\tb\r\nc\rd', 100)).toBe('a\tb\nc\nd');
    expect(sendable('a\0b\x1b[31m\x9bc\u202ed\ud800e\ufffef', 100)).toBe(
      'a\ufffdb\ufffd[31m\ufffdc\ufffdd\ufffde\ufffdf',
    );
    expect(sendable('日本語 👩‍👧', 100)).toBe('日本語 👩‍👧');
  });

  test('puts a line into one', () => {
    expect(sendableLine('  a\r\n\tb   c\n', 100)).toBe('a b c');
  });

  test('holds both limits, and is well formed, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(hostileText).map((texts) => texts.join('')),
        fc.integer({ min: 1, max: 1_500 }),
        (text, most) => {
          for (const sent of [sendable(text, most), sendableLine(text, most)]) {
            expect([...sent].length).toBeLessThanOrEqual(most);
            expect(unfitTexts(sent)).toEqual([]);
          }
          expect(sendableLine(text, most)).not.toMatch(/[\n\t]/);
        },
      ),
    );
  });

  test('is quick with a huge text', () => {
    expect(sendable('é\0'.repeat(20_000_000), 1_000)).toHaveLength(1_000);
  });
});

describe('cut', () => {
  test('leaves alone what fits, to the last character and byte', () => {
    expect(cut('abc', 3, 3)).toBe('abc');
    expect(cut('日本', 2, 6)).toBe('日本');
  });

  test('ends with an ellipsis that is within the limits, and never halves a character', () => {
    expect(cut('abcdef', 4, 100)).toBe('abc…');
    expect(cut('日本語', 100, 8)).toBe('日…');
    expect(cut('👩👩👩', 2, 100)).toBe('👩…');
    expect(cut('abc👩', 100, 6)).toBe('abc…');
  });
});
