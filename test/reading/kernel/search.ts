import * as fc from 'fast-check';
import { createKernel, DATA, literalOf, positionOf } from '../../../src/reading/kernel/kernel.ts';
import { type Literal, makeTables } from '../../../src/reading/kernel/tables.ts';

/** A hit: where the fingerprint begins, and the literal's number from 1. */
export type Found = readonly [at: number, literal: number];

/** What a search is bounded by; like all positions here they count from the byte before the kernel's data. */
export interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly floor: number;
  readonly ceiling: number;
}

const ORIGIN = DATA - 1;

export const kernel = createKernel();

/** The text is latin1; the fingerprint is at its end unless said otherwise. */
export function literal(text: string, fingerprintAt = text.length - 4, latched = false): Literal {
  return { bytes: Buffer.from(text, 'latin1'), fingerprintAt, latched };
}

/** Every position that a text may have hits at. */
export function everywhere(text: string): Bounds {
  return { start: 1, end: text.length, floor: 1, ceiling: text.length };
}

/** Makes the kernel look for literals in a text, whose first byte stands before the data. */
export function prepare(literals: readonly Literal[], text: string): void {
  kernel.load(makeTables(literals));
  kernel.bytes.fill(0, ORIGIN - 32, ORIGIN + text.length + 64);
  kernel.bytes.write(text, ORIGIN, 'latin1');
}

/** Hits of the prepared text as the kernel gives them. */
export function scan({ start, end, floor, ceiling }: Bounds): Found[] {
  const count = kernel.scan(ORIGIN + start, ORIGIN + end, ORIGIN + floor, ORIGIN + ceiling);
  return Array.from(
    kernel.hits.subarray(0, count),
    (hit): Found => [positionOf(hit, ORIGIN + start) - ORIGIN, literalOf(hit)],
  );
}

/** The last places of a latched literal. */
export function latchedAt(number: number): number[] {
  return kernel.latchedAt(number).map((at) => at - ORIGIN);
}

/** What a search of one literal after the other finds, by position and then by number. */
export function naive(literals: readonly Literal[], text: string, bounds: Bounds): Found[] {
  const data = Buffer.from(text, 'latin1');
  const found: Found[] = [];
  for (const [index, { bytes, fingerprintAt }] of literals.entries()) {
    for (let at = data.indexOf(bytes); at >= 0; at = data.indexOf(bytes, at + 1)) {
      const position = at + fingerprintAt;
      const whole = at >= bounds.floor - 1 && at + bytes.length <= bounds.ceiling;
      if (whole && position >= bounds.start && position < bounds.end) found.push([position, index + 1]);
    }
  }
  return inOrder(found);
}

/** By position; where literals stand at one position, by their numbers. */
export function inOrder(found: readonly Found[]): Found[] {
  return [...found].sort(([a, first], [b, second]) => a - b || first - second);
}

const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\u00ff'), minLength, maxLength });

/** Short and long literals of few letters, so that they stand within and beside each other; no two are alike. */
export const someLiterals: fc.Arbitrary<Literal[]> = fc.uniqueArray(
  fc
    .tuple(fc.oneof(text(4, 8), text(9, 24)), fc.nat(), fc.boolean())
    .map(([bytes, place, latched]) => literal(bytes, place % (bytes.length - 3), latched)),
  {
    minLength: 1,
    maxLength: 16,
    selector: ({ bytes, fingerprintAt }) => `${bytes.toString()} ${fingerprintAt}`,
  },
);

/** Literals, and a text that many of them stand in. */
export const literalsInText: fc.Arbitrary<readonly [Literal[], string]> = someLiterals.chain((literals) => {
  const known = fc.constantFrom(...literals).map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
  const pieces = fc.array(fc.oneof(known, text(0, 12)), { maxLength: 60 });
  return fc.tuple(
    fc.constant(literals),
    pieces.map((parts) => `\n${parts.join('')}`),
  );
});
