import { type Literal, makeTables, type Tables } from '../../reading/kernel/tables.ts';
import type { ScanMatcher } from './matchers.ts';

/** The literals of the matchers of some families, arranged for the kernel. */
export interface Prefilter {
  readonly tables: Tables;
  /** Every literal, for people and for comparison with other programs. */
  readonly literals: readonly string[];
  /** What a literal is needed for, by its number (from 1). */
  readonly uses: readonly LiteralUse[];
  /** Literals that begin with a line feed and are sought by that: they belong to the line behind it. */
  readonly lineStarts: readonly { readonly bytes: Buffer; readonly use: LiteralUse }[];
  /** Numbers of the literals of which only the last places are of interest. */
  readonly latched: readonly number[];
}

/** The matchers that need a literal. */
export interface LiteralUse {
  readonly matchers: readonly ScanMatcher[];
  /** Those of which only the last places count: their records need no look. */
  readonly latching: readonly ScanMatcher[];
}

/** Builds the prefilter for records of `families`; quiet matchers are not sought. */
export function createPrefilter(matchers: readonly ScanMatcher[], families: number): Prefilter {
  const literals = collectLiterals(
    matchers.filter((matcher) => !matcher.quiet && (matcher.families & families) !== 0),
  );
  return {
    tables: makeTables(literals),
    literals: [...new Set(literals.map(({ text }) => text))],
    uses: [useOf([]), ...literals.map(({ matchers }) => useOf(matchers))],
    lineStarts: literals
      .filter(({ bytes, fingerprintAt }) => fingerprintAt === 0 && bytes[0] === 10)
      .map(({ bytes, matchers }) => ({ bytes, use: useOf(matchers) })),
    latched: literals.flatMap((literal, index) => (literal.latched ? [index + 1] : [])),
  };
}

function useOf(matchers: readonly ScanMatcher[]): LiteralUse {
  return { matchers, latching: matchers.filter((matcher) => matcher.latch) };
}

interface NeededLiteral extends Literal {
  readonly bytes: Buffer;
  readonly text: string;
  readonly matchers: readonly ScanMatcher[];
}

function collectLiterals(matchers: readonly ScanMatcher[]): NeededLiteral[] {
  const byText = new Map<string, { text: string; fingerprintAt: number; matchers: ScanMatcher[] }>();
  for (const matcher of matchers) {
    for (const [text, fingerprintAt] of matcher.literals) {
      const known = byText.get(text) ?? { text, fingerprintAt, matchers: [] };
      known.matchers.push(matcher);
      byText.set(text, known);
    }
  }
  const literals = [...byText.values()].map((literal) => ({
    ...literal,
    bytes: Buffer.from(literal.text, 'utf8'),
    latched: literal.matchers.every((matcher) => matcher.latch),
  }));
  // What has to be forgotten before each block reaches up to the last latched one.
  return literals.sort((a, b) => Number(b.latched) - Number(a.latched));
}
