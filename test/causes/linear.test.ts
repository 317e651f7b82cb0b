import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import { matchersOf, patternHash, readProven } from '../../build-scripts/prove-linear.ts';
import { MATCHERS_JSON } from '../../src/causes/generated/matchers.ts';

const MEGABYTE = 1024 * 1024;
/** Far above what a linear pattern needs, far below what a quadratic one does: 10^12 steps on a line of this length. */
const BOUND_MS = 3_000;

describe('the time that a pattern needs', () => {
  const matchers = matchersOf(readCatalogue());

  test('is proven to grow no faster than the line (prove what is new with `npm run prove`)', () => {
    const proven = readProven();
    const unproven = matchers.filter(({ pattern }) => !proven.has(patternHash(pattern)));
    expect(unproven.map(({ id }) => id)).toEqual([]);
  });

  test('is short on a hostile line of a megabyte', { timeout: 120_000 }, () => {
    const slow: string[] = [];
    for (const { id, pattern, literals } of generated()) {
      const regex = new RegExp(pattern, 'm');
      const [literal = ''] = literals[0] ?? [];
      for (const text of ['a', literal]) {
        const line = text.repeat(MEGABYTE / text.length);
        const start = performance.now();
        regex.exec(line);
        const took = performance.now() - start;
        if (took > BOUND_MS) slow.push(`${id}: ${took.toFixed(0)} ms on ${text} again and again`);
      }
    }
    expect(slow).toEqual([]);
  });

  function generated(): { id: string; pattern: string; literals: [string, number][] }[] {
    return Object.values(JSON.parse(MATCHERS_JSON) as Record<string, ReturnType<typeof generated>>).flat();
  }
});
