import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import { matchersOf, patternHash, readProven } from '../../build-scripts/prove-linear.ts';
import { MATCHERS_JSON } from '../../src/causes/generated/catalogue.ts';

const MEGABYTE = 1024 * 1024;
/** Far above what a linear pattern needs, far below what a quadratic one does: 10^12 steps on a line of this length. */
const BOUND_MS = 3_000;

function fill(text: string): string {
  return text.repeat(Math.ceil(MEGABYTE / text.length)).slice(0, MEGABYTE);
}

describe('the time that a pattern needs', () => {
  const matchers = matchersOf(readCatalogue());

  test('is proven to grow no faster than the line (prove what is new with `npm run prove`)', () => {
    const proven = readProven();
    const unproven = matchers.filter(({ pattern }) => !proven.has(patternHash(pattern)));
    expect(unproven.map(({ id }) => id)).toEqual([]);
  });

  test('is short on a hostile line of a megabyte', { timeout: 120_000 }, () => {
    const fills = ['a', ' ', '0', "'", ': ', 'ab.cd/ef ', '(', '\n'].map(fill);
    const slow: string[] = [];
    for (const { id, pattern, literals } of generated()) {
      const regex = new RegExp(pattern, 'm');
      const own = literals.slice(0, 3).flatMap(([literal]) => [fill(literal), literal + fill('a'), fill(`${literal}a`)]);
      for (const line of [...fills, ...own]) {
        const start = performance.now();
        regex.exec(line);
        const took = performance.now() - start;
        if (took > 300) slow.push(`${id}: ${took.toFixed(0)} ms on ${JSON.stringify(line.slice(0, 60))}`);
      }
    }
    expect(slow).toEqual([]);
  });

  function generated(): { id: string; pattern: string; literals: [string, number][] }[] {
    return Object.values(JSON.parse(MATCHERS_JSON) as Record<string, ReturnType<typeof generated>>).flat();
  }
});
