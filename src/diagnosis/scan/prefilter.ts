import { type Literal, makeTables, type Tables } from '../../reading/kernel/tables.ts';
import type { ScanMatcher } from './matchers.ts';

/** The literals of the matchers of some families, arranged for the kernel. */
export interface Prefilter {
  readonly tables: Tables;
  /** Every literal, for people and for comparison with other programs. */
  readonly literals: readonly string[];
  /** The matchers that need a literal, by its number (from 1). */
  readonly matchers: readonly (readonly ScanMatcher[])[];
  /** Literals that begin with a line feed and are sought by that: they belong to the line behind it. */
  readonly lineStarts: readonly { readonly bytes: Buffer; readonly matchers: readonly ScanMatcher[] }[];
  /** Numbers of the literals of which only the last places are of interest. */
  readonly latched: readonly number[];
}

/** Builds the prefilter for records of `families`. */
export function createPrefilter(matchers: readonly ScanMatcher[], families: number): Prefilter {
  const literals = collectLiterals(matchers.filter((matcher) => (matcher.families & families) !== 0));
  return {
    tables: makeTables(literals),
    literals: [...new Set(literals.map(({ text }) => text))],
    matchers: [[], ...literals.map((literal) => literal.matchers)],
    lineStarts: literals.filter(({ bytes, fingerprintAt }) => fingerprintAt === 0 && bytes[0] === 10),
    latched: literals.flatMap((literal, index) => (literal.latched ? [index + 1] : [])),
  };
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
  return [...byText.values()].map((literal) => ({
    ...literal,
    bytes: Buffer.from(literal.text, 'utf8'),
    latched: literal.matchers.every((matcher) => matcher.latch),
  }));
}
