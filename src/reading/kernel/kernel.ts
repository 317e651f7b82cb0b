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
  MOST_LITERALS,
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
  latchedAt(literal: number): readonly number[];
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
  const latches = new Uint32Array(memory.buffer, LATCHES, (LATCH_SIZE / 4) * (MOST_LITERALS + 1));
  let hasShort = false;
  let usedLatches = 0;
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
      latches.fill(0);
      usedLatches = (LATCH_SIZE / 4) * (tables.lastLatched + 1);
    },
    scan(start, end, floor, ceiling) {
      const long = exports.scanLong(start, end, floor, ceiling);
      const found = hasShort ? exports.scanShort(start, end, floor, ceiling, long) : long;
      if (found > long) hits.subarray(0, found).sort();
      return found;
    },
    latchedAt(literal) {
      const from = (LATCH_SIZE / 4) * literal;
      // The first place is the first to be written.
      if (latches[from] === 0) return NOWHERE;
      const positions = latches.subarray(from, from + LATCH_SIZE / 4);
      return [...positions].filter((position) => position > 0).sort((a, b) => a - b);
    },
    forgetLatched() {
      latches.fill(0, 0, usedLatches);
    },
    countLines: exports.countLines,
  };
}

const NOWHERE: readonly number[] = [];

/** Address of the fingerprint of a hit. */
export function positionOf(hit: number): number {
  return DATA + (hit >>> 11);
}

/** Number of the literal of a hit, from 1. */
export function literalOf(hit: number): number {
  return hit & 2047;
}

export { BLOCK, CARRY, DATA, STEP };
