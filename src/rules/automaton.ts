import type { AST } from '@eslint-community/regexpp';

/**
 * A pattern as an automaton without empty moves (Glushkov): a position for each place that takes a character, and
 * for each position those that may come next. Look-around, back-references and modifiers have no such form.
 */
export interface Automaton {
  /** What a position takes, as bits of the classes of characters that the pattern tells apart. */
  readonly takes: readonly bigint[];
  /** What may come next. */
  readonly next: readonly (readonly Edge[])[];
  /** Positions at which the match is sure to succeed once they are reached. */
  readonly sure: ReadonlySet<number>;
  /** Positions that take a blank. */
  readonly blank: ReadonlySet<number>;
  /** What is repeated more than once, innermost first. */
  readonly loops: readonly Loop[];
}

export interface Edge {
  readonly to: number;
  /** Of a repetition without an upper bound, of one with a bound, or of none. */
  readonly kind: 'once' | 'bounded' | 'unbounded';
}

export interface Loop {
  readonly positions: readonly number[];
  readonly max: number;
  readonly node: AST.Quantifier;
}

/** A pattern that cannot be judged; the message says what to write instead. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Takes any character again and again: a match may begin anywhere. */
export const ANYWHERE = 0;
/** Takes a line break: `^` stands behind one. */
const LINE_BREAK = 1;

const TERMINATORS: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const BLANK = 0x20;
const LAST_UNIT = 0xffff;
/** More positions than a pattern that a person wrote has. */
const MOST_POSITIONS = 4000;

/** Inclusive ranges of UTF-16 code units, ascending. */
type Ranges = readonly (readonly [from: number, to: number])[];

/** What has to hold where a part ends: nothing, the end of the line, something else. */
const ENDINGS = ['clean', 'end', 'other'] as const;
type Ending = (typeof ENDINGS)[number];

interface Part {
  /** Ways to match nothing: 0, 1, or 2 for several. */
  readonly empty: number;
  /** All of them only behind a line break. */
  readonly anchored: boolean;
  /** What has to hold there at least. */
  readonly ending: Ending;
  /** How it may begin, how often, and whether only behind a line break. */
  readonly first: readonly { readonly at: number; readonly anchored: boolean }[];
  /** How it may end, and what has to hold there. */
  readonly last: readonly { readonly at: number; readonly ending: Ending }[];
}

/** @throws PatternError when the pattern has no such form */
export function automatonOf(pattern: AST.Pattern): Automaton {
  return new Builder().build(pattern);
}

class Builder {
  readonly #ranges: Ranges[] = [[[0, LAST_UNIT]], TERMINATORS];
  readonly #next: Edge[][] = [
    [
      { to: LINE_BREAK, kind: 'once' },
      { to: ANYWHERE, kind: 'unbounded' },
    ],
    [],
  ];
  readonly #loops: Loop[] = [];

  build(ast: AST.Pattern): Automaton {
    const whole = this.#choice(ast.alternatives);
    for (const { at, anchored } of whole.first) this.#link(anchored ? LINE_BREAK : ANYWHERE, at, 'once');
    const sure = whole.last.filter(({ at, ending }) => ending === 'clean' || this.#runsToTheEnd(at, ending));
    return {
      takes: classesOf(this.#ranges),
      next: this.#next,
      sure: new Set(sure.map(({ at }) => at)),
      blank: new Set(
        [...this.#ranges.keys()].filter((at) => isWithin([[BLANK, BLANK]], this.#ranges[at] ?? [])),
      ),
      loops: this.#loops,
    };
  }

  /** `.*$` cannot fail: what ends the repetition is the end of the line. */
  #runsToTheEnd(at: number, ending: Ending): boolean {
    const repeats = this.#next[at]?.some(({ to, kind }) => to === at && kind === 'unbounded') === true;
    return ending === 'end' && repeats && isWithin(complementOf(this.#ranges[at] ?? []), TERMINATORS);
  }

  #link(from: number, to: number, kind: Edge['kind']): void {
    this.#next[from]?.push({ to, kind });
  }

  #choice(alternatives: readonly AST.Alternative[]): Part {
    const parts = alternatives.map(({ elements }) =>
      elements.reduce((part: Part, element) => this.#sequence(part, this.#element(element)), NOTHING),
    );
    const empty = parts.filter((part) => part.empty > 0);
    return {
      empty: Math.min(
        2,
        empty.reduce((sum, part) => sum + part.empty, 0),
      ),
      anchored: empty.length > 0 && empty.every(({ anchored }) => anchored),
      ending: ENDINGS.find((ending) => empty.some((part) => part.ending === ending)) ?? 'clean',
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
    };
  }

  #sequence(a: Part, b: Part): Part {
    for (const { at } of a.last) for (const { at: to } of b.first) this.#link(at, to, 'once');
    const skipping = b.first.map(({ at, anchored }) => ({ at, anchored: anchored || a.anchored }));
    const staying = a.last.map(({ at, ending }) => ({ at, ending: worse(ending, b.ending) }));
    return {
      empty: Math.min(2, a.empty * b.empty),
      anchored: a.anchored || b.anchored,
      ending: worse(a.ending, b.ending),
      first: [...a.first, ...repeated(skipping, a.empty)],
      last: [...repeated(staying, b.empty), ...b.last],
    };
  }

  #element(element: AST.Element): Part {
    switch (element.type) {
      case 'Group':
        if (element.modifiers !== null)
          throw new PatternError('modifiers such as (?i:…) are not allowed; write [Ee]rror');
        return this.#choice(element.alternatives);
      case 'CapturingGroup':
        return this.#choice(element.alternatives);
      case 'Quantifier':
        return this.#repetition(element);
      case 'Assertion':
        return assertion(element);
      case 'Backreference':
        throw new PatternError('back-references are not allowed; write what is meant once more');
      case 'Character':
        return this.#position([[element.value, element.value]]);
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#position(rangesOf(element));
      default:
        throw new PatternError(`${element.raw} is not allowed`);
    }
  }

  #position(ranges: Ranges): Part {
    const at = this.#ranges.length;
    if (at >= MOST_POSITIONS)
      throw new PatternError(`it is longer than ${MOST_POSITIONS} characters; divide it`);
    this.#ranges.push(ranges);
    this.#next.push([]);
    return { ...NOTHING, empty: 0, first: [{ at, anchored: false }], last: [{ at, ending: 'clean' }] };
  }

  #repetition(node: AST.Quantifier): Part {
    if (node.element.type === 'Assertion') throw new PatternError(`${node.raw} repeats a place, not a text`);
    const begin = this.#ranges.length;
    const part = this.#element(node.element as AST.Element);
    const { min, max } = node;
    if (max > 1) {
      if (part.empty > 0)
        throw new PatternError(`${node.raw} repeats what may be empty; let it match something`);
      for (const { at } of part.last)
        for (const { at: to } of part.first)
          this.#link(at, to, max === Number.POSITIVE_INFINITY ? 'unbounded' : 'bounded');
      const positions = Array.from({ length: this.#ranges.length - begin }, (_, index) => begin + index);
      this.#loops.push({ positions, max, node });
    }
    return min === 0
      ? { ...part, empty: Math.min(2, part.empty + 1), anchored: false, ending: 'clean' }
      : part;
  }
}

const NOTHING: Part = { empty: 1, anchored: false, ending: 'clean', first: [], last: [] };

function worse(a: Ending, b: Ending): Ending {
  return ENDINGS.indexOf(a) > ENDINGS.indexOf(b) ? a : b;
}

function repeated<T>(list: readonly T[], times: number): readonly T[] {
  if (times === 0) return [];
  return times === 1 ? list : [...list, ...list];
}

/** Other places than the beginning and the end of a line are taken for any place, which allows more than they do. */
function assertion(element: AST.Assertion): Part {
  if (element.kind === 'lookahead' || element.kind === 'lookbehind')
    throw new PatternError('look-around is not allowed; write what stands there');
  if (element.kind === 'start') return { ...NOTHING, anchored: true };
  return { ...NOTHING, ending: element.kind === 'end' ? 'end' : 'other' };
}

function rangesOf(node: AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass): Ranges {
  if (node.type === 'CharacterClass') {
    const ranges = union(node.elements.flatMap((element) => memberRanges(element)));
    return node.negate ? complementOf(ranges) : ranges;
  }
  if (node.type === 'CharacterSet') return setRanges(node);
  throw new PatternError(`${node.raw} is not allowed`);
}

function memberRanges(element: AST.CharacterClassElement): Ranges {
  if (element.type === 'Character') return [[element.value, element.value]];
  if (element.type === 'CharacterClassRange') return [[element.min.value, element.max.value]];
  if (element.type === 'CharacterSet') return setRanges(element);
  throw new PatternError(`${element.raw} is not allowed`);
}

function setRanges(node: AST.CharacterSet): Ranges {
  if (node.kind === 'any') return complementOf(TERMINATORS);
  if (node.kind === 'property') throw new PatternError(`${node.raw} is not allowed; list the characters`);
  const ranges = NAMED[node.kind];
  return node.negate ? complementOf(ranges) : ranges;
}

const NAMED: Readonly<Record<'digit' | 'space' | 'word', Ranges>> = {
  digit: [[48, 57]],
  word: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  space: [
    [9, 13],
    [32, 32],
    [0xa0, 0xa0],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ],
};

function union(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const out: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = out.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else out.push([from, to]);
  }
  return out;
}

function complementOf(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    if (start > from) out.push([from, start - 1]);
    from = end + 1;
  }
  if (from <= LAST_UNIT) out.push([from, LAST_UNIT]);
  return out;
}

function isWithin(inner: Ranges, outer: Ranges): boolean {
  return inner.every(([from, to]) => outer.some(([start, end]) => start <= from && to <= end));
}

/** Characters that stand in the same ranges are one class, which is one bit. */
function classesOf(all: readonly Ranges[]): bigint[] {
  const keys = all.map((ranges) => ranges.join());
  const different = new Map(keys.map((key, index) => [key, all[index] ?? []]));
  const borders = [...different.values()].flat().flatMap(([from, to]) => [from, to + 1]);
  const bitOf = new Map(
    [...new Set(borders)].sort((a, b) => a - b).map((border, index) => [border, BigInt(index)]),
  );
  const bits = new Map<string, bigint>();
  for (const [key, ranges] of different) {
    const parts = ranges.map(
      ([from, to]) => (1n << (bitOf.get(to + 1) ?? 0n)) - (1n << (bitOf.get(from) ?? 0n)),
    );
    bits.set(
      key,
      parts.reduce((sum, part) => sum | part, 0n),
    );
  }
  return keys.map((key) => bits.get(key) ?? 0n);
}
