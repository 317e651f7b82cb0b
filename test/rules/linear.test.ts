import { check } from 'recheck';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import { matchersOf } from '../../build-scripts/prove-linear.ts';
import { parsePattern } from '../../src/causes/literals.ts';
import { doubtOf } from '../../src/rules/linear.ts';

function doubt(pattern: string): string | null {
  return doubtOf(parsePattern(pattern))?.kind ?? null;
}

/** Patterns that are known to need exponential or polynomial time. */
const VULNERABLE = [
  '(a+)+$',
  '^(a+)+$',
  String.raw`^(\w+)*$`,
  '(a|a)*b',
  '(a|aa)+$',
  '(?:a*)*b',
  '(.*)*x',
  '(x+x+)+y',
  '([a-zA-Z]+)*!',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  String.raw`^(?:(?:[a-z]+|\d+)\s?)+$`,
  '(?:(?:|)a)*b',
  '(?:a{1,3})*b',
  'a*a*b',
  String.raw`\d+\d+x`,
  'x.*y.*z',
  '.*foo',
  'foo.*bar',
  String.raw`\s*#`,
  String.raw`\s+$`,
  String.raw`foo\S+ bar`,
  '(?:a*b){0,5}c',
  String.raw`a.*$|b\w+c`,
  '([^ ]+ )*x',
  String.raw`^\s*(\S+\s+)+done`,
  String.raw`^[\w.]+@(?:[\w-]+\.)+[a-z]+$|[\w.]+@x`,
];

/** Bounded, and slow all the same. */
const TOO_MANY_WAYS = [
  String.raw`(?:\w{1,20}\s?){1,50}!`,
  '(?:a{0,100}){0,100}b',
  '(a?){30}b',
  String.raw`[^\n]{0,2000}a[^\n]{0,2000}b`,
  'x.{0,500}y.{0,500}z.{0,500}!',
];

const LINEAR = [
  'foo',
  'foo.*',
  '^foo.*$',
  String.raw`^\S+ x`,
  String.raw`foo \S+ bar`,
  String.raw`foo[\s\S]*`,
  'mirror (?<host>[a-z0-9.-]{1,253}) is (?:down|gone)(?: since (?<since>.+))?',
  String.raw`status: \d{3}(?:, \w{1,30}=\w{1,30}){0,9};`,
  'foo - "(?<error>.+?)"',
];

describe('a pattern that may need more than linear time', () => {
  test.each(VULNERABLE)('is refused when it is known for it: %s', (pattern) => {
    expect(doubt(pattern)).toBe('time');
  });

  test('is known for it to a prover that takes longer', { timeout: 60_000 }, async () => {
    const verdicts = await Promise.all(
      VULNERABLE.map(async (pattern) => [
        pattern,
        (await check(pattern, 'm', { checker: 'automaton' })).status,
      ]),
    );
    expect(verdicts).toEqual(VULNERABLE.map((pattern) => [pattern, 'vulnerable']));
  });

  test.each(TOO_MANY_WAYS)('is refused when only bounds keep it from it: %s', (pattern) => {
    expect(doubt(pattern)).toBe('time');
  });

  test.each([
    ['a look-ahead', 'foo(?=bar)'],
    ['a look-behind', '(?<!foo)bar'],
    ['a back-reference', String.raw`(foo|bar)\1`],
    ['a modifier', '(?i:foo)'],
    ['a repeated place', String.raw`(?:\b)*foo`],
  ])('is refused with %s', (_what, pattern) => {
    expect(doubt(pattern)).toBe('time');
  });

  test('is known from one that does not', () => {
    const refused = LINEAR.filter((pattern) => doubt(pattern) === 'time');
    expect(refused).toEqual([]);
  });

  test("is none of the product's own, each of which is proven by other means", () => {
    const refused = matchersOf(readCatalogue()).filter(({ pattern }) => doubt(pattern) === 'time');
    expect(refused.map(({ id }) => id)).toEqual([]);
  });
});

describe('a gap', () => {
  test.each([String.raw`^At (?<path>.+?):\d{1,9} char`, String.raw`foo\s+bar`, '^foo[^"]*"'])(
    'is refused without a bound: %s',
    (pattern) => {
      expect(doubt(pattern)).not.toBeNull();
    },
  );

  test.each(['foo .{0,200}bar', 'foo (?<rest>.*)', String.raw`foo\s{1,20}bar`, String.raw`foo \S+ bar`])(
    'is fine with a bound, at the end, or within a word: %s',
    (pattern) => {
      expect(doubt(pattern)).toBeNull();
    },
  );
});
