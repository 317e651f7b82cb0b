import { WASM_BASE64 } from './generated.ts';
import {
  BLOCK,
  CARRY,
  DATA,
  ENTRIES,
  HEADS,
  HITS,
  HITS_SIZE,
  LATCH_SIZE,
  LATCHES,
  MEMORY_PAGES,
  NIBBLES,
  SHIFTS,
  SHORT_HEADS,
  STEP,
  TEXTS,
} from './layout.ts';
import type { Tables } from './tables.ts';

/**
 * Fast loops over bytes in one fixed memory. The data region (from DATA on) is read into, searched and moved by
 * the reader; positions are addresses in that memory.
 */
export interface Kernel {
  readonly bytes: Buffer;
  /** Sets what `scan` looks for. */
  load(tables: Tables): void;
  /**
   * Finds the literals whose fingerprints begin in [start, end) and that stand whole in [floor - 1, ceiling);
   * `end - start` is at most STEP. Gives how many; they are in `hits`, by position.
   */
  scan(start: number, end: number, floor: number, ceiling: number): number;
  /** The hits of the last scan: take them apart with `positionOf` and `literalOf`. */
  readonly hits: Uint32Array;
  /** The last positions, ascending, of the fingerprint of a latched literal since `forgetLatched`; at most four. */
  latchedAt(literal: number): number[];
  forgetLatched(): void;
  /** Line feeds in [start, end). */
  countLines(start: number, end: number): number;
}

interface KernelExports {
  scanLong(start: number, end: number, floor: number, ceiling: number): number;
  scanShort(start: number, end: number, floor: number, ceiling: number, already: number): number;
  countLines(start: number, end: number): number;
}

/** Makes a kernel with its own memory (about 4 MB). */
export function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  const module = new WebAssembly.Module(Buffer.from(WASM_BASE64, 'base64'));
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  const bytes = Buffer.from(memory.buffer);
  const hits = new Uint32Array(memory.buffer, HITS, HITS_SIZE / 4);
  let hasShort = false;
  let latchesEnd = LATCHES;
  return {
    bytes,
    hits,
    load(tables) {
      bytes.set(new Uint8Array(tables.heads.buffer), HEADS);
      bytes.set(tables.shifts, SHIFTS);
      bytes.set(tables.entries, ENTRIES);
      bytes.set(tables.texts, TEXTS);
      bytes.set(tables.nibbles, NIBBLES);
      bytes.set(new Uint8Array(tables.shortHeads.buffer), SHORT_HEADS);
      hasShort = tables.nibbles.some((groups) => groups !== 0);
      latchesEnd = LATCHES + LATCH_SIZE * (tables.literals + 1);
      bytes.fill(0, LATCHES, latchesEnd);
    },
    scan(start, end, floor, ceiling) {
      const long = exports.scanLong(start, end, floor, ceiling);
      const found = hasShort ? exports.scanShort(start, end, floor, ceiling, long) : long;
      if (found > long) hits.subarray(0, found).sort();
      return found;
    },
    latchedAt(literal) {
      const places = LATCHES + LATCH_SIZE * literal;
      const positions = [0, 4, 8, 12].map((place) => bytes.readUInt32LE(places + place));
      return positions.filter((position) => position > 0).sort((a, b) => a - b);
    },
    forgetLatched() {
      bytes.fill(0, LATCHES, latchesEnd);
    },
    countLines: exports.countLines,
  };
}

/** Address of the fingerprint of a hit. */
export function positionOf(hit: number): number {
  return DATA + (hit >>> 11);
}

/** Number of the literal of a hit, from 1. */
export function literalOf(hit: number): number {
  return hit & 2047;
}

export { BLOCK, CARRY, DATA, STEP };
