import { describe, expect, test } from 'vitest';
import { familyBits, loadCatalogue } from '../../../src/causes/catalogue.ts';
import { type ScanMatcher, scanMatchers } from '../../../src/diagnosis/scan/matchers.ts';
import { createPrefilter, type Prefilter } from '../../../src/diagnosis/scan/prefilter.ts';
import { createKernel, DATA, literalOf } from '../../../src/reading/kernel/kernel.ts';

const kernel = createKernel();

function matcher(id: string, literals: ScanMatcher['literals'], families = 1): ScanMatcher {
  return {
    id,
    families,
    purpose: { kind: 'error-token' },
    literals,
    latch: false,
    quiet: false,
    isOfRule: false,
    seesOneLine: () => false,
    ignoresNumbers: () => false,
    exec: () => null,
  };
}

/** The matchers that the text leads to, also those of which only the last places count. */
function foundIn(prefilter: Prefilter, text: string): Set<ScanMatcher> {
  const bytes = Buffer.from(text);
  kernel.bytes.fill(0, DATA - 64, DATA + bytes.length + 64);
  bytes.copy(kernel.bytes, DATA);
  kernel.load(prefilter.tables);
  const count = kernel.scan(DATA, DATA + bytes.length, DATA, DATA + bytes.length);
  const hits = Array.from(kernel.hits.subarray(0, count), literalOf);
  const latched = prefilter.latched.filter((literal) => kernel.latchedAt(literal).length > 0);
  return new Set([...hits, ...latched].flatMap((literal) => prefilter.uses[literal]?.matchers ?? []));
}

describe('createPrefilter', () => {
  const one = matcher('one', [['needle in hay', 9]]);
  const two = matcher('two', [
    ['needle in hay', 9],
    ['pins', 0],
  ]);

  test('leads from a literal to every matcher that needs it', () => {
    const prefilter = createPrefilter([one, two], 1);
    expect(foundIn(prefilter, 'a needle in haystack')).toEqual(new Set([one, two]));
    expect(foundIn(prefilter, 'pins')).toEqual(new Set([two]));
    expect(foundIn(prefilter, 'a needle in the hay')).toEqual(new Set());
    expect(prefilter.literals).toEqual(['needle in hay', 'pins']);
  });

  test('knows only matchers of its families', () => {
    const other = matcher('other', [['needle in hay', 9]], 2);
    expect(foundIn(createPrefilter([one, other], 1), 'needle in hay')).toEqual(new Set([one]));
    expect(foundIn(createPrefilter([one, other], 3), 'needle in hay')).toEqual(new Set([one, other]));
  });

  test('looks for bytes of UTF-8', () => {
    const wide = matcher('wide', [['die größe des', 0]]);
    expect(foundIn(createPrefilter([wide], 1), 'x die größe des ganzen')).toEqual(new Set([wide]));
  });
});

describe("the product's own literals", () => {
  test.each(['linux', 'macos', 'windows'] as const)(
    'on %s each has its fingerprint within itself and leads to its matcher',
    (platform) => {
      const matchers = scanMatchers(loadCatalogue(platform));
      for (const family of ['agent', 'output', 'package-log', 'system'] as const) {
        const bits = familyBits([family]);
        const prefilter = createPrefilter(matchers, bits);
        for (const needed of matchers.filter(({ quiet, families }) => !quiet && (families & bits) !== 0)) {
          for (const [literal, at] of needed.literals) {
            expect([literal, at >= 0 && at + 4 <= Buffer.byteLength(literal)]).toEqual([literal, true]);
            expect([literal, foundIn(prefilter, `..${literal}..`).has(needed)]).toEqual([literal, true]);
          }
        }
      }
    },
  );
});
