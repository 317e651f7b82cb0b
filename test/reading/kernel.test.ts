import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATA, literalOf, positionOf, STEP } from '../../src/reading/kernel/kernel.ts';
import { MOST_AT_ONCE, MOST_LITERALS } from '../../src/reading/kernel/layout.ts';
import {
  everywhere,
  inOrder,
  kernel,
  literal,
  literalsInText,
  naive,
  prepare,
  scan,
} from './kernel/search.ts';

const LONG = 'needle in hay';

describe('scan', () => {
  test('finds what a naive search finds, in order, whatever the bounds', () => {
    fc.assert(
      fc.property(
        literalsInText,
        fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
        fc.boolean(),
        ([latching, text], places, all) => {
          const literals = latching.map((one) => ({ ...one, latched: false }));
          const [a = 1, b = 1, floor = 1, ceiling = 1] = places.map((place) => 1 + (place % text.length));
          const bounds = all
            ? everywhere(text)
            : { start: Math.min(a, b), end: Math.max(a, b), floor, ceiling };
          prepare(literals, text);
          const found = scan(bounds);
          expect(inOrder(found)).toEqual(naive(literals, text, bounds));
          expect(found.map(([at]) => at)).toEqual(found.map(([at]) => at).sort((x, y) => x - y));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('finds literals wherever they stand in the longest stretch', () => {
    const literals = [
      literal(LONG),
      literal('pins', 0),
      literal('needle in haystack', 6),
      literal('\nlines of hay'),
    ];
    const places = fc.array(fc.tuple(fc.nat(STEP - 20), fc.constantFrom(...literals)), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(places, (placed) => {
        const data = Buffer.alloc(STEP, 'needle without hay. ');
        for (const [at, { bytes }] of placed) data.set(bytes, at);
        const text = `\n${data.toString('latin1')}`;
        prepare(literals, text);
        expect(inOrder(scan(everywhere(text)))).toEqual(naive(literals, text, everywhere(text)));
      }),
      { numRuns: 60 },
    );
  });

  test('finds a literal once wherever it stands over the middle, from which a second search begins', () => {
    for (let before = STEP / 2 - 30; before < STEP / 2 + 30; before++) {
      const text = `${'.'.repeat(before)}${LONG}`.padEnd(STEP + 1, '.');
      prepare([literal(LONG), literal('hay.', 0)], text);
      expect(scan(everywhere(text))).toEqual([
        [before + 9, 1],
        [before + 10, 2],
      ]);
    }
  });

  test('finds in stretches side by side what it finds in one', () => {
    fc.assert(
      fc.property(literalsInText, fc.array(fc.nat(400), { maxLength: 6 }), ([latching, text], cuts) => {
        const literals = latching.map((one) => ({ ...one, latched: false }));
        const borders = [
          1,
          ...cuts.filter((cut) => cut > 1 && cut < text.length).sort((a, b) => a - b),
          text.length,
        ];
        prepare(literals, text);
        const found = borders
          .slice(1)
          .flatMap((end, index) => scan({ ...everywhere(text), start: borders[index] ?? 1, end }));
        expect(inOrder(found)).toEqual(naive(literals, text, everywhere(text)));
      }),
    );
  });

  test.each([LONG, 'hays'])(
    'finds %j where its fingerprint begins in the stretch and it stands whole within the outer bounds',
    (sought) => {
      const text = `....${sought}....`;
      const at = sought.length;
      const end = at + 4;
      prepare([literal(sought)], text);
      const found = [[at, 1]];
      expect(scan({ start: at, end: at + 1, floor: 5, ceiling: end })).toEqual(found);
      expect(scan({ start: at + 1, end: text.length, floor: 1, ceiling: text.length })).toEqual([]);
      expect(scan({ start: 1, end: at, floor: 1, ceiling: text.length })).toEqual([]);
      expect(scan({ ...everywhere(text), floor: 6 })).toEqual([]);
      expect(scan({ ...everywhere(text), ceiling: end - 1 })).toEqual([]);
    },
  );

  test('finds every literal of several at one place', () => {
    const literals = [
      literal(LONG),
      literal('a needle in hay'),
      literal('hay and straw', 0),
      literal(' hay', 0),
      literal(`${LONG}s`, 9),
    ];
    const text = '\na needle in hays';
    prepare([...literals, literal('needle in hay', 3)], text);
    expect(inOrder(scan(everywhere(text)))).toEqual([
      [6, 6],
      [12, 1],
      [12, 2],
      [12, 4],
      [12, 5],
    ]);
  });

  test('keeps as many literals apart as it has room for', () => {
    const literals = Array.from({ length: MOST_LITERALS }, (_, index) =>
      literal(`of hay ${(index * 7919).toString(36).padStart(6, '-')}`),
    );
    const text = literals.map(({ bytes }) => `\n${Buffer.from(bytes).toString('latin1')}`).join('');
    prepare(literals, text);
    const found = [];
    for (let start = 1; start < text.length; start += STEP) {
      found.push(...scan({ ...everywhere(text), start, end: Math.min(start + STEP, text.length) }));
    }
    expect(found).toEqual(literals.map((_, index) => [14 * index + 10, index + 1]));
  });

  test.each([
    ['long', Array.from({ length: MOST_AT_ONCE }, (_, index) => literal('a'.repeat(10 + index)))],
    ['short', Array.from({ length: MOST_AT_ONCE }, (_, index) => literal('a'.repeat(4 + index), 0))],
    ['long and short', Array.from({ length: MOST_AT_ONCE }, (_, index) => literal('a'.repeat(4 + index)))],
  ])('has room for the longest stretch full of %s literals, and leaves the data alone', (_what, literals) => {
    const text = 'a'.repeat(STEP + 200);
    prepare(literals, text);
    const start = DATA + 99;
    expect(kernel.scan(start, start + STEP, DATA, DATA + text.length - 1)).toBe(STEP * MOST_AT_ONCE);
    const seen = new Uint32Array(STEP);
    const wrong = kernel.hits.findIndex(
      (hit, index) => positionOf(hit, start) !== start + Math.floor(index / MOST_AT_ONCE),
    );
    for (const hit of kernel.hits)
      seen[positionOf(hit, start) - start] =
        (seen[positionOf(hit, start) - start] ?? 0) | (1 << (literalOf(hit) - 1));
    expect([wrong, seen.findIndex((numbers) => numbers !== 0xffffffff)]).toEqual([-1, -1]);
    expect(kernel.bytes.toString('latin1', DATA - 1, DATA - 1 + text.length) === text).toBe(true);
  });

  test('finds nothing without literals, and nothing in an empty stretch', () => {
    const text = `\n${LONG.repeat(100)}`;
    prepare([], text);
    expect(scan(everywhere(text))).toEqual([]);
    prepare([literal(LONG), literal(' hay')], text);
    expect(scan({ ...everywhere(text), start: 10, end: 10 })).toEqual([]);
  });

  test('looks for what was loaded last, and for nothing of what was loaded before', () => {
    const text = '\nfirst literal, pins, second literal, hooks';
    prepare([literal('first literal'), literal('pins'), literal('second literal')], text);
    expect(scan(everywhere(text)).map(([, number]) => number)).toEqual([1, 2, 3]);
    prepare([literal('hooks'), literal('second literal')], text);
    expect(scan(everywhere(text)).map(([, number]) => number)).toEqual([2, 1]);
    prepare([], text);
    expect(scan(everywhere(text))).toEqual([]);
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
