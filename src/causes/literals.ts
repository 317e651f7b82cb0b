import { type AST, RegExpParser } from '@eslint-community/regexpp';

/**
 * Finds byte strings of which every match of a pattern contains at least one. They feed the prefilter, so a good
 * set is small, its strings are long, and they do not stand in ordinary text.
 */

/** How welcome a string is as a literal: higher is better, 0 or less is useless. */
export type LiteralScore = (literal: string) => number;

/** More strings than this cost more than they filter. */
const SET_LIMIT = 24;

/**
 * The best set for `pattern` under `score` (a set is as good as its worst string), or null when some way to match
 * needs no string that scores above 0.
 *
 * @throws SyntaxError when the pattern is no regular expression
 */
export function requiredLiterals(pattern: string, score: LiteralScore): string[] | null {
  return requiredLiteralsOf(parsePattern(pattern), score);
}

/** @throws SyntaxError when the pattern is no regular expression */
export function parsePattern(pattern: string): AST.Pattern {
  return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, { unicode: false });
}

/** The same for a pattern that is parsed already. */
export function requiredLiteralsOf(pattern: AST.Pattern, score: LiteralScore): string[] | null {
  const best = bestOfAlternatives(pattern.alternatives, score);
  return best === null ? null : [...new Set(best)];
}

function bestOfAlternatives(alternatives: readonly AST.Alternative[], score: LiteralScore): string[] | null {
  const union: string[] = [];
  for (const alternative of alternatives) {
    const best = bestOfSequence(alternative.elements, score);
    if (best === null) return null;
    union.push(...best);
  }
  return union.length <= SET_LIMIT ? union : null;
}

function bestOfSequence(elements: readonly AST.Element[], score: LiteralScore): string[] | null {
  let best: string[] | null = null;
  let bestQuality = 0;
  let run: string[] = [''];
  const offer = (candidates: string[] | null): void => {
    const itsQuality = quality(candidates, score);
    if (itsQuality <= bestQuality) return;
    best = candidates;
    bestQuality = itsQuality;
  };
  for (const element of elements) {
    // Most elements by far; the general way makes several arrays of each.
    if (element.type === 'Character') {
      const tail = String.fromCodePoint(element.value);
      for (const [index, head] of run.entries()) run[index] = head + tail;
      continue;
    }
    const exact = exactStrings(element);
    if (exact !== null && exact.length * run.length <= SET_LIMIT) {
      run = run.flatMap((head) => exact.map((tail) => head + tail));
      continue;
    }
    offer(run);
    offer(insideOf(element, score));
    run = exact ?? [''];
  }
  offer(run);
  return best;
}

function quality(candidates: string[] | null, score: LiteralScore): number {
  if (candidates === null) return 0;
  return Math.min(...candidates.map(score)) - candidates.length * 0.1;
}

/** What an element that is no fixed text requires all the same. */
function insideOf(element: AST.Element, score: LiteralScore): string[] | null {
  if (element.type === 'Group' || element.type === 'CapturingGroup') {
    return bestOfAlternatives(element.alternatives, score);
  }
  if (element.type === 'Quantifier' && element.min > 0) return insideOf(element.element, score);
  return null;
}

/** All strings that an element can match, when they are few and known; an assertion matches the empty string. */
function exactStrings(element: AST.Element): string[] | null {
  switch (element.type) {
    case 'Assertion':
      return [''];
    case 'Character':
      return [String.fromCodePoint(element.value)];
    case 'CharacterClass':
      return element.negate ? null : smallClass(element);
    case 'Group':
    case 'CapturingGroup':
      return exactAlternatives(element.alternatives);
    case 'Quantifier':
      if (element.min === 1 && element.max === 1) return exactStrings(element.element);
      if (element.min === 0 && element.max === 1) return withEmpty(exactStrings(element.element));
      return null;
    default:
      return null;
  }
}

function withEmpty(strings: string[] | null): string[] | null {
  return strings === null ? null : ['', ...strings];
}

function smallClass(node: AST.CharacterClass): string[] | null {
  const out: string[] = [];
  for (const element of node.elements) {
    if (element.type !== 'Character') return null;
    out.push(String.fromCodePoint(element.value));
  }
  return out.length <= 4 ? out : null;
}

function exactAlternatives(alternatives: readonly AST.Alternative[]): string[] | null {
  const out: string[] = [];
  for (const alternative of alternatives) {
    let strings: string[] = [''];
    for (const element of alternative.elements) {
      const exact = exactStrings(element);
      if (exact === null) return null;
      strings = strings.flatMap((head) => exact.map((tail) => head + tail));
      if (strings.length > SET_LIMIT) return null;
    }
    out.push(...strings);
  }
  return out.length <= SET_LIMIT ? out : null;
}
