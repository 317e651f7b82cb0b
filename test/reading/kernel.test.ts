import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createKernel,
  DATA,
  type Fingerprint,
  fingerprintHash,
  makeTables,
  STEP,
} from '../../src/reading/kernel/kernel.ts';

const kernel = createKernel();
const hits = new Int32Array(STEP);

/** The fingerprint of a literal: its last four bytes. */
function fingerprintOf(literal: string): Fingerprint {
  const upTo = Buffer.from(literal, 'latin1');
  return { value: upTo.readUInt32LE(upTo.length - 4), upTo };
}

function scan(literals: readonly string[], text: string, start = 0, end = text.length): number[] {
  kernel.load(makeTables(literals.map(fingerprintOf)));
  kernel.bytes.fill(0, DATA - 64, DATA + text.length + 64);
  kernel.bytes.write(text, DATA, 'latin1');
  const count = kernel.scan(DATA + start, DATA + end, hits);
  return [...hits.subarray(0, count)].map((at) => at - DATA);
}

/** Where the fingerprint of a literal that stands in the text as a whole begins. */
function naive(literals: readonly string[], text: string, start: number, end: number): number[] {
  const found = new Set<number>();
  for (const literal of literals) {
    for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
      const position = at + literal.length - 4;
      if (position >= start && position < end) found.add(position);
    }
  }
  return [...found].sort((a, b) => a - b);
}

const words = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', ' ', '\u00e9', '\n'),
  minLength: 4,
  maxLength: 14,
});

describe('scan', () => {
  test('finds every literal that a naive search finds, in order and once', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 12 }),
        fc.array(words, { maxLength: 60 }),
        fc.nat(40),
        (literals, rest, start) => {
          const text = [...rest, ...literals, ...rest].join('');
          const from = Math.min(start, text.length);
          const found = scan(literals, text, from);
          expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
          expect(found.every((at) => at >= from && at < text.length)).toBe(true);
          expect(found).toEqual(expect.arrayContaining(naive(literals, text, from, text.length)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('names nothing but what the hash of a fingerprint, or a short literal, explains', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 12 }),
        fc.array(words, { maxLength: 60 }),
        (literals, rest) => {
          const text = rest.join('');
          const padded = Buffer.from(`${text}\0\0\0\0`, 'latin1');
          const hashes = new Set(literals.map((literal) => fingerprintHash(fingerprintOf(literal).value)));
          for (const at of scan(literals, text))
            expect(hashes).toContain(fingerprintHash(padded.readUInt32LE(at)));
        },
      ),
    );
  });

  test('finds a literal that began before the stretch, and not one that ends before it', () => {
    expect(scan(['needle in hay'], 'a needle in hay', 6)).toEqual([11]);
    expect(scan(['needle in hay'], 'a needle in hay', 12)).toEqual([]);
  });

  test('holds a hit at every position of the longest stretch', () => {
    const text = 'a'.repeat(STEP + 3);
    expect(scan(['aaaaaaaaaa', 'aaaa'], text, 0, STEP)).toHaveLength(STEP);
  });

  test('finds nothing without literals', () => {
    expect(scan([], 'anything at all '.repeat(100))).toEqual([]);
  });

  test('looks for what was loaded last', () => {
    expect(scan(['first literal'], 'first literal, second literal')).toEqual([9]);
    expect(scan(['second literal'], 'first literal, second literal')).toContain(25);
  });
});

describe('countLines', () => {
  test('counts as a naive count does, wherever the stretch begins and ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(20), fc.boolean(), (data, skip, dense) => {
        const bytes = dense ? data.map((byte) => (byte < 200 ? 10 : byte)) : data;
        kernel.bytes.set(bytes, DATA);
        const from = Math.min(skip, bytes.length);
        const expected = bytes.subarray(from).filter((byte) => byte === 10).length;
        expect(kernel.countLines(DATA + from, DATA + bytes.length)).toBe(expected);
      }),
    );
  });

  test('does not overflow on a megabyte of line feeds', () => {
    kernel.bytes.fill(10, DATA, DATA + 1024 * 1024);
    expect(kernel.countLines(DATA, DATA + 1024 * 1024)).toBe(1024 * 1024);
  });
});
