import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/reporters/text/display-width.ts';
import { wrap } from '../../../src/reporters/text/wrap.ts';
import { printable } from '../../../src/reporters/wording/printable.ts';
import { hostileText } from '../arbitrary-report.ts';

describe('wrap', () => {
  test.each<[string, number, string[]]>([
    ['one two three', 9, ['one two', 'three']],
    ['one two three', 13, ['one two three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a bcdefgh', 4, ['a', 'bcde', 'fgh']],
    ['日本語', 5, ['日本', '語']],
    ['', 10, ['']],
    ['a  b', 10, ['a  b']],
  ])('breaks %j at %i columns', (text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });

  test('leaves the first line empty when its room does not hold the first word', () => {
    expect(wrap('word and more', 9, 2)).toEqual(['', 'word and', 'more']);
    expect(wrap('word', 9, 0)).toEqual(['', 'word']);
  });

  test('keeps every letter in order, and every line in its width', () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        (raw, width, room) => {
          const text = printable(raw);
          const first = Math.min(room, width);
          const lines = wrap(text, width, first);
          expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
          expect(lines.slice(1).filter((line) => displayWidth(line) > width)).toEqual([]);
          expect(displayWidth(lines[0] ?? '')).toBeLessThanOrEqual(first);
        },
      ),
    );
  });

  test('takes time in proportion to the text', () => {
    expect(wrap('x'.repeat(2_000_000), 80)).toHaveLength(25_000);
  }, 5_000);
});
