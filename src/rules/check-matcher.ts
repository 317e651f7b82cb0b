import type { AST } from '@eslint-community/regexpp';
import type { Matcher, RecordFamily } from '../causes/cause.ts';
import { bestWindow, type Commonness, commonnessOf, literalScore } from '../causes/fingerprint.ts';
import { parsePattern, requiredLiteralsOf } from '../causes/literals.ts';
import { ORDINARY } from './generated/ordinary.ts';
import { doubtOf } from './linear.ts';

type Say = (path: readonly (string | number)[], message: string) => void;

/** Characters of a literal; shorter ones stand in too many words. */
const SHORTEST_LITERAL = 6;
/** Bytes of a literal; the rest of a longer text finds nothing more. */
const LONGEST_LITERAL = 200;
/** Lines of step output that a pattern may look at behind the one it begins in. */
const LINES_AHEAD = 2;

/** What stands in ordinary lines, and how good a literal is in their light; made once for all patterns. */
export interface Ordinary {
  readonly common: Commonness;
  score(literal: string): number;
}

export function ordinaryTexts(): Ordinary {
  const common = commonnessOf(ORDINARY);
  const known = new Map<string, number>();
  return {
    common,
    score(literal) {
      const seen = known.get(literal);
      if (seen !== undefined) return seen;
      const isUsable = literal.length >= SHORTEST_LITERAL && !ORDINARY.includes(literal);
      const score = isUsable ? literalScore(literal, common) : 0;
      known.set(literal, score);
      return score;
    },
  };
}

/**
 * Checks a pattern and its examples. Gives its literals, each with the place of its fingerprint, or null when it
 * cannot be looked for; everything that is wrong is told.
 */
export function checkMatcher(
  matcher: Matcher,
  ordinary: Ordinary,
  say: Say,
): readonly (readonly [string, number])[] | null {
  const compiled = compile(matcher.pattern, say);
  if (compiled === null) return null;
  const { regex, parsed } = compiled;
  const doubt = doubtOf(parsed);
  if (doubt?.kind === 'gap')
    say(['pattern'], `${doubt.message} is a gap without a bound; write one, such as [^\\n]{0,200}`);
  if (doubt?.kind === 'time') {
    say(['pattern'], `may need more than linear time: ${doubt.message}`);
    // It is not tried on the examples.
    return null;
  }
  const isMatched = checkExamples(matcher, regex, say);
  const literals = literalsOf(matcher, parsed, ordinary, say);
  return doubt === null && isMatched ? literals : null;
}

function compile(pattern: string, say: Say): { regex: RegExp; parsed: AST.Pattern } | null {
  try {
    return { regex: new RegExp(pattern, 'm'), parsed: parsePattern(pattern) };
  } catch (error) {
    say(
      ['pattern'],
      `no regular expression: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}`,
    );
    return null;
  }
}

function checkExamples(
  { in: families, samples, nearMisses = [] }: Matcher,
  regex: RegExp,
  say: Say,
): boolean {
  let isFine = true;
  const tell = (path: readonly (string | number)[], message: string): void => {
    isFine = false;
    say(path, message);
  };
  for (const family of families) {
    for (const [index, sample] of samples.entries())
      if (!matches(regex, family, sample))
        tell(['samples', index], `the pattern does not match it in ${family}: ${quoted(sample)}`);
    for (const [index, line] of nearMisses.entries())
      if (matches(regex, family, line))
        tell(['nearMisses', index], `the pattern matches it in ${family}: ${quoted(line)}`);
  }
  return isFine;
}

/** As the engine tries it: an agent record whole; of other lines some, with a match that begins in the first. */
function matches(regex: RegExp, family: RecordFamily, text: string): boolean {
  const lines = text.split('\n');
  const seen = family === 'agent' ? text : lines.slice(0, 1 + LINES_AHEAD).join('\n');
  const match = regex.exec(seen);
  return match !== null && (family === 'agent' || match.index <= (lines[0] ?? '').length);
}

function literalsOf(
  { literals: given, samples }: Matcher,
  pattern: AST.Pattern,
  ordinary: Ordinary,
  say: Say,
): (readonly [string, number])[] | null {
  const { common, score } = ordinary;
  const literals = given ?? requiredLiteralsOf(pattern, score);
  if (literals === null || literals.length === 0) {
    say(
      ['pattern'],
      'every way to match needs a fixed text that is rare in other lines, best of 10 characters or more; write one',
    );
    return null;
  }
  const places = literals.map(
    (literal) => [shortened(literal), bestWindow(shortened(literal), common)?.offset ?? -1] as const,
  );
  for (const [index, literal] of (given ?? []).entries())
    if (score(literal) <= 0)
      say(
        ['literals', index],
        `${quoted(literal)} is too short, or stands in many ordinary lines; give one that is longer and rarer`,
      );
  const bare = samples.findIndex((sample) => !places.some(([literal]) => `\n${sample}\n`.includes(literal)));
  if (bare >= 0) say(['samples', bare], 'has none of the literals; each match has to hold at least one');
  const isFine =
    bare < 0 && (given ?? []).every((literal) => score(literal) > 0) && places.every(([, at]) => at >= 0);
  return isFine ? places : null;
}

/** The beginning of a long literal stands wherever the whole does. */
function shortened(literal: string): string {
  return literal.slice(0, LONGEST_LITERAL);
}

function quoted(text: string): string {
  const line = JSON.stringify(text);
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
