import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSize, parseTime, SIZE, sizeText, TIME, timeText } from '../../../src/agent/settings/units.ts';

describe('times and sizes', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['15m', 900_000],
    ['6h', 21_600_000],
    ['1d', 86_400_000],
  ])('takes %s', (text, milliseconds) => {
    expect([TIME.test(text), parseTime(text), timeText(milliseconds)]).toEqual([true, milliseconds, text]);
  });

  it.each([
    ['10B', 10],
    ['500KB', 512_000],
    ['1MB', 1_048_576],
    ['2GB', 2_147_483_648],
  ])('takes %s', (text, bytes) => {
    expect([SIZE.test(text), parseSize(text), sizeText(bytes)]).toEqual([true, bytes, text]);
  });

  it.each(['', '5', 's', '1.5h', '-1s', '1 s', '1S', '1w', '1234567s', '1s\n', '١s'])(
    'takes no %j',
    (text) => {
      expect([TIME.test(text), SIZE.test(text)]).toEqual([false, false]);
    },
  );

  it('writes what was read in no more digits', () => {
    const text = fc
      .tuple(fc.integer({ min: 0, max: 999_999 }), fc.constantFrom('ms', 's', 'm', 'h', 'd'))
      .map(([number, unit]) => `${number}${unit}`);
    fc.assert(
      fc.property(text, (given) => {
        const written = timeText(parseTime(given));
        expect(parseTime(written)).toBe(parseTime(given));
        expect(Number.parseInt(written, 10)).toBeLessThanOrEqual(Number.parseInt(given, 10));
      }),
    );
  });
});
