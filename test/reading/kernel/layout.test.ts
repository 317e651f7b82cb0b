import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createKernel, positionOf } from '../../../src/reading/kernel/kernel.ts';
import * as layout from '../../../src/reading/kernel/layout.ts';
import { makeTables } from '../../../src/reading/kernel/tables.ts';
import { everywhere, kernel, latchedAt, literal, prepare, scan } from './search.ts';

const TABLES = makeTables(
  Array.from({ length: layout.MOST_LITERALS }, (_, index) =>
    literal(`straw ${index}`.padEnd(14, '.'), 10, index === layout.MOST_LITERALS - 1),
  ),
);

/** Regions in the order of their addresses, as [begin, end) with the room that the largest set of literals takes. */
const REGIONS: readonly (readonly [name: string, begin: number, end: number])[] = [
  ['HEAD', layout.HEAD, layout.HEAD + layout.HEAD_SIZE],
  ['HEADS', layout.HEADS, layout.HEADS + 2 * 65_536],
  ['SHIFTS', layout.SHIFTS, layout.SHIFTS + 65_536],
  ['NIBBLES', layout.NIBBLES, layout.NIBBLES + 96],
  ['SHORT_HEADS', layout.SHORT_HEADS, layout.SHORT_HEADS + 2 * layout.SHORT_SLOTS],
  ['HITS', layout.HITS, layout.HITS + layout.HITS_SIZE],
  // A literal may be compared from the byte before the data on.
  ['DATA', layout.DATA - 1, layout.DATA + layout.CARRY + layout.BLOCK],
  ['ENTRIES', layout.ENTRIES, layout.ENTRIES + layout.ENTRY_SIZE * (layout.MOST_LITERALS + 1)],
  ['LATCHES', TABLES.latchesAt, TABLES.latchesAt + layout.LATCH_SIZE * (layout.MOST_LITERALS + 1)],
  ['TEXTS', TABLES.textsAt, TABLES.textsAt + TABLES.texts.length],
];

/** What stands in every region but the one that is written. */
function untouched(written: string): Buffer {
  return Buffer.concat(
    REGIONS.filter(([name]) => name !== written).map(([, begin, end]) =>
      Buffer.from(kernel.bytes.subarray(begin, end)),
    ),
  );
}

describe('the layout', () => {
  test('has room for each region before the next, and for the loops to read behind the data', () => {
    const ends = [16_320, ...REGIONS.map(([, , end]) => end)];
    for (const [index, [name, begin]] of REGIONS.entries())
      expect([name, begin >= (ends[index] ?? 0)]).toEqual([name, true]);
    const data = layout.DATA + layout.CARRY + layout.BLOCK;
    expect(layout.ENTRIES).toBeGreaterThanOrEqual(data + 19);
  });

  test('has room for a hit at every position for every literal that may stand there, each in 32 bits', () => {
    expect(layout.HITS_SIZE).toBe(4 * layout.STEP * layout.MOST_AT_ONCE);
    expect(layout.STEP * (layout.MOST_LITERALS + 1)).toBeLessThanOrEqual(2 ** 32);
  });

  test('grows with what is looked for, and keeps the data', () => {
    const own = createKernel();
    own.load(makeTables([literal('needle in hay')]));
    expect(own.bytes.length).toBe(layout.MEMORY_PAGES * layout.PAGE);
    own.bytes.write('a needle in hay', layout.DATA, 'latin1');
    own.load(TABLES);
    expect(own.bytes.length).toBeGreaterThanOrEqual(TABLES.textsAt + TABLES.texts.length);
    expect(own.bytes.length).toBeLessThan(TABLES.textsAt + TABLES.texts.length + layout.PAGE);
    own.load(makeTables([literal('needle in hay')]));
    expect(own.scan(layout.DATA, layout.DATA + 15, layout.DATA, layout.DATA + 15)).toBe(1);
    expect(positionOf(own.hits[0] ?? 0, layout.DATA)).toBe(layout.DATA + 11);
  });

  test('is that of the compiled loops', () => {
    const folder = 'src/reading/kernel/assembly';
    const source = readdirSync(folder)
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
      .join('\n');
    const constants = Array.from(source.matchAll(/^const ([A-Z_]+): \w+ = (\d+);$/gm), ([, name, value]) => [
      name,
      Number(value),
    ]);
    const { HEAD, HEADS, SHIFTS, ENTRIES, NIBBLES, SHORT_HEADS, HITS, HITS_SIZE, HEAD_BYTES } = layout;
    expect(Object.fromEntries(constants)).toEqual({
      HEAD,
      HEADS,
      SHIFTS,
      ENTRIES,
      NIBBLES,
      SHORT_HEADS,
      HITS,
      HEAD_BYTES,
      QUARTER: HITS_SIZE / 16,
    });
    expect(source).toContain(`ENTRIES + ${layout.ENTRY_SIZE} * <usize>number`);
    expect(source).toContain(`latches + ${layout.LATCH_SIZE} * <usize>number`);
  });
});

describe('the loops', () => {
  const last = layout.MOST_LITERALS;
  const others = Array.from({ length: last - 1 }, (_, index) => literal(`straw ${index}`.padEnd(14, '.')));

  test('write hits where the hits are, and nowhere else', () => {
    const text = `\n${'a'.repeat(layout.STEP + 40)}`;
    prepare([...others, literal('a'.repeat(12), 8)], text);
    const before = untouched('HITS');
    expect(scan({ ...everywhere(text), start: 20, end: 20 + layout.STEP })).toHaveLength(layout.STEP);
    expect(untouched('HITS').equals(before)).toBe(true);
  });

  test('write the places of the last literal where those of latched ones are, and nowhere else', () => {
    const text = `\n${'a'.repeat(1000)}`;
    prepare([...others, literal('a'.repeat(12), 8, true)], text);
    const before = untouched('LATCHES');
    expect(scan(everywhere(text))).toEqual([]);
    expect(latchedAt(last)).toEqual([994, 995, 996, 997]);
    expect(untouched('LATCHES').equals(before)).toBe(true);
    kernel.forgetLatched();
    expect(untouched('LATCHES').equals(before)).toBe(true);
    expect(latchedAt(last)).toEqual([]);
  });

  test('find what ends with the last byte of the data region', () => {
    const end = layout.DATA + layout.CARRY + layout.BLOCK;
    prepare([literal('needle in hay'), literal('hay?'), literal(' hay', 0)], '');
    kernel.bytes.write('needle in hay', end - 13, 'latin1');
    expect(kernel.scan(end - 100, end, layout.DATA, end)).toBe(2);
    expect(kernel.scan(end - 4, end, layout.DATA, end)).toBe(2);
  });
});
