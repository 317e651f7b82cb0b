import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXCERPT_LIMIT, quote } from '../../../src/diagnosis/observe/excerpt.ts';

describe('quote', () => {
  test('quotes the line that holds the place', () => {
    expect(quote('one\ntwo\nthree', 0)).toEqual({ excerpt: 'one', linesDown: 0 });
    expect(quote('one\ntwo\nthree', 5)).toEqual({ excerpt: 'one\ntwo', linesDown: 1 });
    expect(quote('one\ntwo\nthree', 12)).toEqual({ excerpt: 'one\nthree', linesDown: 2 });
  });

  test('takes the part of a progress line between carriage returns, on the same line', () => {
    expect(quote('10 %\r90 %\rfailed here\r', 12)).toEqual({ excerpt: 'failed here', linesDown: 0 });
  });

  test('cuts a long line around the match', () => {
    const { excerpt } = quote(`${'a'.repeat(5000)}MATCH${'b'.repeat(5000)}`, 5000);
    expect(excerpt).toMatch(/^…a+MATCHb+…$/);
    expect(excerpt.length).toBeLessThanOrEqual(EXCERPT_LIMIT);
  });

  test('does not part a secret from its name', () => {
    for (let filler = 0; filler < 600; filler += 7) {
      const text = `${'a '.repeat(2000)}password: hunter2-synthetic ${'x'.repeat(filler)} MATCH ${'b '.repeat(2000)}`;
      const { excerpt } = quote(text, text.indexOf('MATCH'));
      expect(excerpt).not.toContain('synthetic');
      expect(excerpt).toContain('MATCH');
      expect(excerpt.length).toBeLessThanOrEqual(EXCERPT_LIMIT);
    }
  });

  test('does not part the halves of a character', () => {
    for (let place = 0; place < 1200; place += 1) {
      expect(quote('😀'.repeat(600), place).excerpt).not.toMatch(/\p{Cs}/u);
      expect(quote(`a${'😀'.repeat(200)}\n${'😀'.repeat(600)}`, 402 + place).excerpt).not.toMatch(/\p{Cs}/u);
    }
  });

  test('is never longer than the limit and never throws, wherever the place is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 900 })), fc.nat(), (lines, place) => {
        const text = lines.join('\n');
        const { excerpt, linesDown } = quote(text, place % (text.length + 1));
        expect(excerpt.length).toBeLessThanOrEqual(EXCERPT_LIMIT);
        expect(linesDown).toBeLessThan(Math.max(1, text.split('\n').length));
      }),
    );
  });
});
