import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type BlockEdge, readBlocks } from '../../src/reading/blocks.ts';
import { BLOCK, CARRY, createKernel, DATA } from '../../src/reading/kernel/kernel.ts';
import { feedOf } from './feeds.ts';

const kernel = createKernel();

/** The start of the last line that is not complete, as a visitor of lines wants it kept. */
function keepLastLine({ start, end }: Block): number {
  return Math.max(start, kernel.bytes.lastIndexOf(10, end - 1) + 1);
}

/** Lines with their numbers, as a reader of lines would take them; `end` is where the line goes on. */
function readLines(
  bytes: Uint8Array,
  sizes?: readonly number[],
): { lines: [number, string][]; total: number; bytes: number } {
  const lines: [number, string][] = [];
  const read = readBlocks(kernel, feedOf(bytes, sizes), (block) => {
    const until = block.last ? block.end : keepLastLine(block);
    let { line } = block;
    for (let at = block.start; at < until; line += 1) {
      const feed = kernel.bytes.indexOf(10, at);
      const end = feed < 0 || feed >= until ? until : feed;
      lines.push([line, kernel.bytes.toString('latin1', at, end)]);
      at = end + 1;
    }
    return until;
  });
  return { lines, total: read.lines, bytes: read.bytes };
}

function model(bytes: Uint8Array): [number, string][] {
  const texts = Buffer.from(bytes).toString('latin1').split('\n');
  if (texts.at(-1) === '') texts.pop();
  return texts.map((text, index) => [index + 1, text]);
}

/** Lines of random lengths, some NULs among them, past several blocks. */
function randomText(seed: number, length: number, longest: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed || 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let at = 0; at < length; ) {
    const end = Math.min(length, at + 1 + Math.floor(next() * longest));
    bytes.fill(next() < 0.1 ? 0 : 97 + Math.floor(next() * 26), at, end);
    bytes[end - 1] = 10;
    at = end;
  }
  if (next() < 0.5) bytes[length - 1] = 120;
  return bytes;
}

describe('readBlocks', () => {
  test('gives every line once, with its number, however the bytes arrive', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 3 * BLOCK }),
        fc.constantFrom(3, 200, 30_000, 200_000),
        fc.array(fc.integer({ min: 1, max: 2 * BLOCK }), { minLength: 1, maxLength: 4 }),
        (seed, length, longest, sizes) => {
          const bytes = randomText(seed, length, longest);
          const read = readLines(
            bytes,
            sizes.map((size) => Math.max(size, 10_000)),
          );
          const expected = model(bytes);
          expect(read.total).toBe(expected.length);
          expect(read.bytes).toBe(length);
          const differs = expected.findIndex(
            ([line, text], at) => read.lines[at]?.[0] !== line || read.lines[at]?.[1] !== text,
          );
          expect(differs).toBe(-1);
          expect(read.lines).toHaveLength(expected.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test.each([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])(
    'counts one line in %i bytes without a line feed, or none',
    (length) => {
      const read = readBlocks(kernel, feedOf(Buffer.alloc(length, 97)), (block) => block.end);
      expect(read).toEqual({ bytes: length, lines: length === 0 ? 0 : 1 });
    },
  );

  test('counts the same whether or not the last line is complete', () => {
    expect(readLines(Buffer.from('one\ntwo\n')).total).toBe(2);
    expect(readLines(Buffer.from('one\ntwo')).total).toBe(2);
    expect(readLines(Buffer.from('\n\n')).total).toBe(2);
  });

  test('passes a line of 64 MB in stretches that overlap, all on one line', () => {
    const size = 64 * 1024 * 1024;
    const text = Buffer.concat([Buffer.from('first\n'), Buffer.alloc(size, 97), Buffer.from('\nlast\n')]);
    const blocks: Block[] = [];
    const ends: string[] = [];
    const before = process.memoryUsage().arrayBuffers;
    const read = readBlocks(kernel, feedOf(text), (block) => {
      blocks.push(block);
      ends.push(kernel.bytes.toString('latin1', block.end - 6, block.end));
      return keepLastLine(block);
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
    expect(read).toEqual({ bytes: text.length, lines: 3 });
    const middle = blocks.slice(1);
    expect(new Set(middle.map(({ line }) => line))).toEqual(new Set([2]));
    expect(middle.slice(1).every(({ insideLine }) => insideLine)).toBe(true);
    expect(blocks.every(({ start, end }) => end - start <= CARRY + BLOCK)).toBe(true);
    expect(ends.at(-1)).toBe('\nlast\n');
  });

  test('taken up at any edge between two blocks, goes on as if it had not ended', () => {
    const text = randomText(7, 5 * BLOCK + 12_345, 400_000);
    const edges: BlockEdge[] = [];
    const whole: string[] = [];
    const visit =
      (into: string[]) =>
      (block: Block): number => {
        const shown = kernel.bytes.subarray(block.start - 1, block.end);
        into.push(`${block.line} ${block.insideLine} ${block.last} ${crc32(shown)}`);
        return keepLastLine(block);
      };
    const total = readBlocks(kernel, feedOf(text), visit(whole), { onEdge: (edge) => edges.push(edge) });
    expect(edges).toHaveLength(5);
    for (const [index, from] of edges.entries()) {
      const rest: string[] = [];
      kernel.bytes.fill(0, DATA, DATA + BLOCK);
      const read = readBlocks(kernel, feedOf(text.subarray(from.position), [777, 1e6]), visit(rest), {
        from,
      });
      expect(rest).toEqual(whole.slice(index + 1));
      expect(read).toEqual(total);
    }
  });

  test('shows a line feed before the first byte, and none before a stretch inside of a line', () => {
    kernel.bytes.fill(120, 0, 300_000);
    const before: number[] = [];
    readBlocks(kernel, feedOf(Buffer.alloc(3 * BLOCK, 97)), ({ start, end }) => {
      before.push(kernel.bytes[start - 1] ?? -1);
      return end;
    });
    expect(before).toEqual([10, 0, 0, 0]);
  });
});
