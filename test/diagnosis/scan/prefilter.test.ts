import { describe, expect, test } from 'vitest';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import { type ScanMatcher, scanMatchers } from '../../../src/diagnosis/scan/matchers.ts';
import { createPrefilter } from '../../../src/diagnosis/scan/prefilter.ts';

function matcher(id: string, literals: ScanMatcher['literals'], families = 1): ScanMatcher {
  return { id, families, purpose: { kind: 'error-token' }, literals, latch: false, quiet: false, exec: () => null };
}

function found(matchers: readonly ScanMatcher[], text: string, position: number, start = 0, end = Buffer.byteLength(text)): string[] {
  const into: ScanMatcher[] = [];
  createPrefilter(matchers, 1).matchersAt(Buffer.from(text), position, start, end, into);
  return into.map(({ id }) => id);
}

describe('matchersAt', () => {
  const one = matcher('one', [['needle', 2]]);
  const two = matcher('two', [['needle', 2], ['needles', 2]]);

  test('names each matcher once whose literal stands there as a whole', () => {
    expect(found([one, two], 'a needles', 4)).toEqual(['one', 'two']);
    expect(found([one], 'a needlX', 4)).toEqual([]);
    expect(found([one], 'a needle', 3)).toEqual([]);
  });

  test('a literal must lie within the stretch, but a line feed at its beginning may be the one before', () => {
    expect(found([one], 'a needle', 4, 4)).toEqual([]);
    expect(found([one], 'a needle', 4, 0, 7)).toEqual([]);
    expect(found([matcher('line', [['\nneedle', 3]])], '\nneedle', 3, 1)).toEqual(['line']);
  });

  test('knows only matchers of its families', () => {
    expect(found([matcher('other', [['needle', 2]], 2)], 'a needle', 4)).toEqual([]);
  });

  test('compares bytes of UTF-8', () => {
    expect(found([matcher('wide', [['größe', 0]])], 'die größe', 4)).toEqual(['wide']);
  });
});

describe("the product's own literals", () => {
  const matchers = scanMatchers(loadCatalogue('linux'));

  test('each has its fingerprint within itself', () => {
    for (const { id, literals } of matchers) {
      for (const [literal, at] of literals) {
        expect([id, at >= 0 && at + 4 <= Buffer.byteLength(literal)]).toEqual([id, true]);
      }
    }
  });

  test('each leads to its matcher where it stands', () => {
    for (const family of ['agent', 'output', 'package-log', 'system'] as const) {
      const bits = familyBits([family]);
      const prefilter = createPrefilter(matchers, bits);
      for (const matcher of matchers.filter(({ families }) => (families & bits) !== 0)) {
        for (const [literal, at] of matcher.literals) {
          const bytes = Buffer.from(`..${literal}..`);
          const into: ScanMatcher[] = [];
          prefilter.matchersAt(bytes, 2 + at, 0, bytes.length, into);
          expect(into).toContain(matcher);
        }
      }
    }
  });
});
