import { type AST, visitRegExpAST } from '@eslint-community/regexpp';
import { ANYWHERE, type Automaton, automatonOf, type Edge, PatternError } from './automaton.ts';

/**
 * Says whether a pattern needs time that grows faster than the text. A search that steps back tries every way to
 * match, so the ways must not grow with the text: no repetition may take one text in two ways (exponential), and no
 * two repetitions may share one text in different ways, of which one is the search itself, which begins anywhere
 * (polynomial; Weideman and others 2016). What is doubtful is refused. Bounds are not unrolled: inside and between
 * repetitions without a bound, those with one count as if they had none, so some harmless patterns are refused.
 */

/** Characters of a record that are looked at together. */
const LONGEST_TEXT = 65_536;
/** Steps that a search may take in such a record at most, whatever stands in it: seconds. */
const MOST_STEPS = 1e10;
/** Longer fixed texts are not looked at to their end. */
const LONGEST_FIXED = 64;
/** States that are looked at before a pattern counts as too complicated. */
const MOST_STATES = 400_000;

/** What is wrong with a pattern, and what to write instead. */
export type Doubt =
  | { readonly kind: 'time'; readonly message: string }
  /** A repetition without a bound that takes words and blanks and has something behind it. */
  | { readonly kind: 'gap'; readonly message: string };

/** Null when the pattern needs linear time and its gaps have bounds. */
export function doubtOf(pattern: AST.Pattern): Doubt | null {
  try {
    if (isPlain(pattern)) return null;
    const automaton = automatonOf(pattern);
    const message = ambiguousLoop(automaton) ?? ambiguousPair(automaton) ?? tooManySteps(automaton);
    if (message !== null) return { kind: 'time', message };
    const gap = unboundedGap(automaton);
    return gap === null ? null : { kind: 'gap', message: gap };
  } catch (error) {
    if (error instanceof PatternError) return { kind: 'time', message: error.message };
    throw error;
  }
}

/** Most patterns need no automaton: what they repeat has a bound, nothing is repeated in it, and the bounds are low. */
function isPlain(pattern: AST.Pattern): boolean {
  let steps = LONGEST_TEXT;
  let isPlain = true;
  visitRegExpAST(pattern, {
    onQuantifierEnter({ max, element }) {
      if (max > 1 && (element.type === 'Group' || element.type === 'CapturingGroup')) isPlain = false;
      steps *= Math.max(1, max);
    },
    onGroupEnter({ modifiers }) {
      if (modifiers !== null) isPlain = false;
    },
    onAssertionEnter({ kind }) {
      if (kind === 'lookahead' || kind === 'lookbehind') isPlain = false;
    },
    onBackreferenceEnter() {
      isPlain = false;
    },
  });
  return isPlain && steps <= MOST_STEPS;
}

function unboundedGap({ loops, blank, sure }: Automaton): string | null {
  const gap = loops.find(
    ({ positions, max }) =>
      max === Number.POSITIVE_INFINITY && positions.some((at) => blank.has(at) && !sure.has(at)),
  );
  return gap === undefined ? null : shortened(gap.node.raw);
}

/** A repetition that can take one text in two ways: `(a+)+`, `(a|a)*`, `(\w{1,9} ?){1,9}`. */
function ambiguousLoop(automaton: Automaton): string | null {
  for (const { positions, node } of automaton.loops) {
    const isSure = positions.every((at) => automaton.sure.has(at));
    if (!isSure && isAmbiguous(automaton, new Set(positions)))
      return `${shortened(node.raw)} can take one text in many ways; let each round begin with a fixed character`;
  }
  return null;
}

/** Whether two ways lead through `positions` from one of them to one of them over the same text. */
function isAmbiguous({ takes, next }: Automaton, positions: ReadonlySet<number>): boolean {
  const inner = (at: number): Edge[] => (next[at] ?? []).filter(({ to }) => positions.has(to));
  const seen = new Set<number>();
  const waiting: [number, number][] = [];
  const visit = (a: number, b: number): void => {
    const key = a * takes.length + b;
    if (seen.has(key)) return;
    seen.add(key);
    waiting.push([a, b]);
  };
  for (const at of positions) {
    const edges = inner(at);
    for (const [index, one] of edges.entries())
      for (const other of edges.slice(index + 1)) {
        if (one.to === other.to) return true;
        if (shares(takes, one.to, other.to)) visit(one.to, other.to);
      }
  }
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (seen.size > MOST_STATES) return true;
    for (const { to: a } of inner(pair[0]))
      for (const { to: b } of inner(pair[1])) {
        if (a === b) return true;
        if (shares(takes, a, b)) visit(a, b);
      }
  }
  return false;
}

function shares(takes: readonly bigint[], a: number, b: number): boolean {
  return ((takes[a] ?? 0n) & (takes[b] ?? 0n)) !== 0n;
}

/** Two repetitions without a bound, the search among them, that a text can be divided between in many ways. */
function ambiguousPair(automaton: Automaton): string | null {
  const cycles = unboundedCycles(automaton);
  const later = cycles.filter((cycle) => !cycle.has(ANYWHERE));
  for (const first of cycles)
    for (const second of later) {
      if (!canShare(automaton, first, second)) continue;
      const name = repetitionAround(automaton, second);
      if (first.has(ANYWHERE))
        return `${name} may begin anywhere in a text that it takes itself; put a bound on it, such as {1,200}, or a character before it that it does not take`;
      return `${repetitionAround(automaton, first)} and ${name} can share one text in many ways; put bounds on them, such as {0,200}`;
    }
  return null;
}

function repetitionAround({ loops }: Automaton, cycle: ReadonlySet<number>): string {
  const around = loops.find(
    ({ positions, max }) => max === Number.POSITIVE_INFINITY && positions.some((at) => cycle.has(at)),
  );
  return shortened(around?.node.raw ?? 'a repetition');
}

/** Sets of positions that repetitions without a bound lead around in, without those where the match is sure. */
function unboundedCycles({ next, sure, loops }: Automaton): ReadonlySet<number>[] {
  const cycles: Set<number>[] = [new Set([ANYWHERE])];
  // Outer loops come last and take in the inner ones.
  for (const { positions, max } of loops.toReversed()) {
    if (max !== Number.POSITIVE_INFINITY) continue;
    if (cycles.some((cycle) => positions.some((at) => cycle.has(at)))) continue;
    const members = new Set(positions.filter((at) => !sure.has(at)));
    const goesAround = [...members].some((at) =>
      next[at]?.some(({ to, kind }) => kind === 'unbounded' && members.has(to)),
    );
    if (goesAround || members.size > 1) cycles.push(members);
  }
  return cycles;
}

/**
 * Whether some text leads from `first` around to itself, from `first` to `second`, and from `second` around to
 * itself: three ways, walked side by side. A way on which the match is sure ends the search, so none leads there.
 */
function canShare(automaton: Automaton, first: ReadonlySet<number>, second: ReadonlySet<number>): boolean {
  for (const p of first) for (const q of second) if (leadsAcross(automaton, first, second, p, q)) return true;
  return false;
}

function leadsAcross(
  { takes, next, sure }: Automaton,
  first: ReadonlySet<number>,
  second: ReadonlySet<number>,
  p: number,
  q: number,
): boolean {
  const unsure = (at: number): bigint =>
    (next[at] ?? []).reduce((bits, { to }) => (sure.has(to) ? bits & ~(takes[to] ?? 0n) : bits), -1n);
  const seen = new Set<string>();
  const waiting = [{ a: p, b: p, c: q, left: false }];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const open = unsure(state.a) & unsure(state.c);
    for (const { to: a } of next[state.a] ?? []) {
      if (!first.has(a)) continue;
      for (const { to: c } of next[state.c] ?? []) {
        const both = second.has(c) ? open & (takes[a] ?? 0n) & (takes[c] ?? 0n) : 0n;
        if (both === 0n) continue;
        for (const { to: b, kind } of next[state.b] ?? []) {
          if (sure.has(b) || (both & (takes[b] ?? 0n)) === 0n) continue;
          const left = state.left || !first.has(b) || kind === 'bounded';
          if (left && a === p && b === q && c === q) return true;
          const key = `${a} ${b} ${c} ${left}`;
          if (seen.has(key)) continue;
          if (seen.size > MOST_STATES) return true;
          seen.add(key);
          waiting.push({ a, b, c, left });
        }
      }
    }
  }
  return false;
}

/**
 * Bounded gaps one after the other multiply: each may end wherever the fixed text behind it may stand, which is as
 * often as that text fits into the gap, beginning at each place where the first one may stand.
 */
function tooManySteps(automaton: Automaton): string | null {
  const { takes, next, sure, loops } = automaton;
  const gaps = new Map<number, number>([[ANYWHERE, LONGEST_TEXT]]);
  for (const { positions, max } of loops) {
    if (max === Number.POSITIVE_INFINITY) continue;
    for (const at of positions)
      if (next[at]?.some(({ kind }) => kind !== 'once') && !sure.has(at))
        gaps.set(at, Math.max(gaps.get(at) ?? 1, max));
  }
  const steps = new Map<number, number>();
  // Without the repetitions the positions lead forward only.
  for (let at = takes.length - 1; at >= 0; at--) {
    const behind = exitsOf(automaton, at).map((to) => {
      const ends = shares(takes, at, to) ? (gaps.get(at) ?? 1) / distance(automaton, to) : 1;
      return Math.max(1, ends) * (steps.get(to) ?? 1);
    });
    steps.set(at, Math.max(gaps.get(at) ?? 1, ...behind));
  }
  const most = steps.get(ANYWHERE) ?? 1;
  return most > MOST_STEPS
    ? 'its gaps can be divided in too many ways; make them shorter, or the fixed texts between them longer'
    : null;
}

function exitsOf({ next }: Automaton, at: number): number[] {
  return (next[at] ?? []).filter(({ kind }) => kind === 'once').map(({ to }) => to);
}

/** How far apart two places are at least where the fixed text that begins with a position can stand. */
function distance({ takes, next }: Automaton, begin: number): number {
  const text: bigint[] = [];
  let level = [begin];
  while (level.length > 0 && text.length < LONGEST_FIXED) {
    const edges = level.map((at): readonly Edge[] => next[at] ?? []);
    if (edges.flat().some(({ kind }) => kind !== 'once')) break;
    text.push(level.reduce((bits, at) => bits | (takes[at] ?? 0n), 0n));
    level = edges.some((list) => list.length === 0) ? [] : [...new Set(edges.flat().map(({ to }) => to))];
  }
  for (let shift = 1; shift < text.length; shift++)
    if (text.slice(shift).every((one, index) => (one & (text[index] ?? 0n)) !== 0n)) return shift;
  return Math.max(1, text.length);
}

function shortened(raw: string): string {
  return raw.length > 60 ? `${raw.slice(0, 57)}…` : raw;
}
