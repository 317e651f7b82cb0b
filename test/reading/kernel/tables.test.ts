import { describe, expect, test } from 'vitest';
import { MOST_AT_ONCE, MOST_LITERALS, MOST_PAGES, PAGE } from '../../../src/reading/kernel/layout.ts';
import { type Literal, makeTables } from '../../../src/reading/kernel/tables.ts';
import { everywhere, literal, prepare, scan } from './search.ts';

/** Different literals of one length. */
function literals(count: number, length = 12): Literal[] {
  return Array.from({ length: count }, (_, index) => literal(`${index}`.padStart(length, '.')));
}

/** Literals of different lengths whose fingerprints are alike. */
function atOnePosition(count: number): Literal[] {
  return Array.from({ length: count }, (_, index) => literal(`${'.'.repeat(index)}pins`));
}

describe('makeTables', () => {
  test('takes as many literals as a hit has room to name, and no more', () => {
    expect(makeTables(literals(MOST_LITERALS)).heads).toContain(MOST_LITERALS);
    expect(() => makeTables(literals(MOST_LITERALS + 1))).toThrow(RangeError);
  });

  test.each([
    ['of three bytes', literal('pin', 0)],
    ['of no bytes', literal('', 0)],
    ['whose fingerprint goes on behind its end', literal('needle in hay', 10)],
  ])('refuses a literal %s', (_what, tooShort) => {
    expect(() => makeTables([literal('pins'), tooShort])).toThrow(RangeError);
  });

  test('takes as many literals at one position as the hits have room for, and no more', () => {
    expect(makeTables(atOnePosition(MOST_AT_ONCE)).heads.some((head) => head > 0)).toBe(true);
    expect(() => makeTables(atOnePosition(MOST_AT_ONCE + 1))).toThrow(RangeError);
  });

  test('tells literals that cannot stand at one position together from those that can', () => {
    const many = Array.from({ length: 5 * MOST_AT_ONCE }, (_, index) =>
      literal(`${`${index}`.padStart(8, '.')}pins`),
    );
    const text = `\n${many.map(({ bytes }) => Buffer.from(bytes).toString()).join('')}`;
    prepare(many, text);
    expect(scan(everywhere(text))).toEqual(many.map((_, index) => [1 + 12 * index + 8, index + 1]));
  });

  test('takes any number of words of different lengths that end alike, as no two of them end one text', () => {
    const endings = Array.from({ length: 5 * MOST_AT_ONCE }, (_, index) =>
      literal(`${`${index}`.padStart(4, '0')}${'.'.repeat(index)} pins`),
    );
    const text = `\n${endings.map(({ bytes }) => Buffer.from(bytes).toString()).join('')}`;
    prepare(endings, text);
    expect(scan(everywhere(text)).map(([, number]) => number)).toEqual(endings.map((_, index) => index + 1));
  });

  test('takes as many bytes as the memory may grow to, and no more', () => {
    const room = MOST_PAGES * PAGE - makeTables(literals(1000)).textsAt;
    const lengthy = literals(1000, Math.floor(room / 1000));
    const text = `\n${Buffer.from(lengthy.at(-1)?.bytes ?? []).toString()}`;
    prepare(lengthy, text);
    expect(scan(everywhere(text))).toEqual([[text.length - 4, 1000]]);
    expect(() => makeTables([...lengthy, ...literals(1, 1000)])).toThrow(RangeError);
  });

  test('gives the same for the same literals, and leaves them alone', () => {
    const some = [literal('pins'), literal('needle in hay', 3, true)];
    const before = structuredClone(some);
    expect(makeTables(some)).toEqual(makeTables(some));
    expect(some.map(({ bytes }) => Buffer.from(bytes))).toEqual(
      before.map(({ bytes }) => Buffer.from(bytes)),
    );
  });
});
