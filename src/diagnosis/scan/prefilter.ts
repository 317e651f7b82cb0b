import { fingerprintHash, makeTables, type Tables } from '../../reading/kernel/kernel.ts';
import type { ScanMatcher } from './matchers.ts';

/**
 * The literals of the matchers of some families, arranged for the check of one position: fingerprint → literals
 * that have it → matchers that need them.
 */
export interface Prefilter {
  readonly tables: Tables;
  /** Every literal, for people and for comparison with other programs. */
  readonly literals: readonly string[];
  /**
   * The matchers one of whose literals has its fingerprint at `position`, appended to `into` without repetition.
   * The literal must stand within [start, end); a line feed at its beginning may be the one before `start`.
   */
  matchersAt(bytes: Uint8Array, position: number, start: number, end: number, into: ScanMatcher[]): void;
}

interface Literal {
  readonly bytes: Buffer;
  readonly fingerprintAt: number;
  readonly fingerprint: number;
  readonly matchers: ScanMatcher[];
}

/** Builds the prefilter for records of `families`. */
export function createPrefilter(matchers: readonly ScanMatcher[], families: number): Prefilter {
  const literals = collectLiterals(matchers.filter((matcher) => (matcher.families & families) !== 0));
  const slots = new Map<number, Literal[]>();
  for (const literal of literals) {
    const slot = fingerprintHash(literal.fingerprint);
    slots.set(slot, [...(slots.get(slot) ?? []), literal]);
  }
  const index = new Uint16Array(65_536);
  const lists = [[], ...slots.values()];
  for (const [number, slot] of [...slots.keys()].entries()) index[slot] = number + 1;
  return {
    tables: makeTables(
      literals.map(({ bytes, fingerprint, fingerprintAt }) => ({
        value: fingerprint,
        upTo: bytes.subarray(0, fingerprintAt + 4),
      })),
    ),
    literals: [...new Set(literals.map((literal) => literal.bytes.toString('utf8')))],
    matchersAt(bytes, position, start, end, into) {
      const list = lists[index[fingerprintHash(fingerprintOf(bytes, position))] ?? 0] ?? [];
      for (const literal of list) {
        if (!standsAt(bytes, position - literal.fingerprintAt, start, end, literal.bytes)) continue;
        for (const matcher of literal.matchers) if (!into.includes(matcher)) into.push(matcher);
      }
    },
  };
}

function collectLiterals(matchers: readonly ScanMatcher[]): Literal[] {
  const byText = new Map<string, Literal>();
  for (const matcher of matchers) {
    for (const [text, fingerprintAt] of matcher.literals) {
      const key = `${fingerprintAt} ${text}`;
      const known = byText.get(key) ?? newLiteral(text, fingerprintAt);
      known.matchers.push(matcher);
      byText.set(key, known);
    }
  }
  return [...byText.values()];
}

function newLiteral(text: string, fingerprintAt: number): Literal {
  const bytes = Buffer.from(text, 'utf8');
  return { bytes, fingerprintAt, fingerprint: fingerprintOf(bytes, fingerprintAt), matchers: [] };
}

function fingerprintOf(bytes: Uint8Array, at: number): number {
  const byte = (offset: number): number => bytes[at + offset] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}

function standsAt(bytes: Uint8Array, at: number, start: number, end: number, literal: Buffer): boolean {
  if (at < start - 1 || at + literal.length > end) return false;
  for (let offset = 0; offset < literal.length; offset++) {
    if (bytes[at + offset] !== literal[offset]) return false;
  }
  return true;
}
