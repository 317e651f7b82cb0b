import { WASM_BASE64 } from './generated.ts';
import {
  BLOCK,
  CARRY,
  DATA,
  LONG_BITMAP,
  LONG_HITS,
  MEMORY_PAGES,
  SHIFTS,
  SHORT_HITS,
  STEP,
} from './layout.ts';

/** What the kernel looks for: four bytes (as a little-endian number), and what surely stands before them. */
export interface Fingerprint {
  readonly value: number;
  /** The bytes of the literal up to the end of the fingerprint; at least the four themselves. */
  readonly upTo: Uint8Array;
}

/** Tables for one set of fingerprints; made once and loaded as often as needed. */
export interface Tables {
  readonly longBitmap: Uint8Array;
  readonly shifts: Uint8Array;
  /** Fingerprints that are looked for one by one. */
  readonly short: readonly number[];
}

/**
 * Fast loops over bytes in one fixed memory. The data region (from DATA on) is read into, searched and moved by
 * the reader; positions are addresses in that memory.
 */
export interface Kernel {
  readonly bytes: Buffer;
  /** Sets what `scan` looks for. */
  load(tables: Tables): void;
  /**
   * Lists in `into` the positions in [start, end) where a fingerprint may stand, ascending, and returns how many;
   * `end - start` is at most STEP, and the data before `start` and up to three bytes behind `end` count.
   */
  scan(start: number, end: number, into: Int32Array): number;
  /** Room for the positions of one `scan`; whoever scans may use it until the next scan. */
  readonly positions: Int32Array;
  /** Line feeds in [start, end). */
  countLines(start: number, end: number): number;
}

interface KernelExports {
  scanLong(start: number, end: number): number;
  scanExact(start: number, end: number, value: number, out: number): number;
  countLines(start: number, end: number): number;
}

/** The search skips by this many bytes less two; a literal with less before its fingerprint ends is sought by itself. */
const WINDOW = 10;

/** Makes a kernel with its own memory (about 1.6 MB). */
export function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  const module = new WebAssembly.Module(Buffer.from(WASM_BASE64, 'base64'));
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  const bytes = Buffer.from(memory.buffer);
  const longHits = new Int32Array(memory.buffer, LONG_HITS, STEP);
  const shortHits = new Int32Array(memory.buffer, SHORT_HITS, STEP);
  let short: readonly number[] = [];
  return {
    bytes,
    positions: new Int32Array(STEP),
    load(tables) {
      bytes.set(tables.longBitmap, LONG_BITMAP);
      bytes.set(tables.shifts, SHIFTS);
      short = tables.short;
    },
    scan(start, end, into) {
      const long = exports.scanLong(start, end);
      let few = 0;
      for (const value of short) few += exports.scanExact(start, end, value, SHORT_HITS + 4 * few);
      if (short.length > 1) shortHits.subarray(0, few).sort();
      return merge(longHits, long, shortHits, few, into);
    },
    countLines: exports.countLines,
  };
}

/** Arranges fingerprints for the kernel. */
export function makeTables(fingerprints: readonly Fingerprint[]): Tables {
  const long = fingerprints.filter((fingerprint) => fingerprint.upTo.length >= WINDOW);
  const short = fingerprints.filter((fingerprint) => fingerprint.upTo.length < WINDOW);
  return {
    longBitmap: bitmapOf(long),
    shifts: shiftsOf(long),
    short: [...new Set(short.map(({ value }) => value))],
  };
}

/** The hash of four bytes, or of three, that all tables use. */
export function fingerprintHash(value: number): number {
  return Math.imul(value, 0x9e3779b1) >>> 16;
}

function merge(a: Int32Array, aLength: number, b: Int32Array, bLength: number, into: Int32Array): number {
  let i = 0;
  let j = 0;
  let out = 0;
  while (i < aLength && j < bLength) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    into[out++] = x < y ? x : y;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  while (i < aLength) into[out++] = a[i++] ?? 0;
  while (j < bLength) into[out++] = b[j++] ?? 0;
  return out;
}

function shiftsOf(fingerprints: readonly Fingerprint[]): Uint8Array {
  const shifts = new Uint8Array(65_536).fill(WINDOW - 2);
  for (const { upTo } of fingerprints) {
    const first = upTo.length - WINDOW;
    for (let end = 3; end <= WINDOW; end++) {
      const at = first + end - 3;
      const block = (upTo[at] ?? 0) | ((upTo[at + 1] ?? 0) << 8) | ((upTo[at + 2] ?? 0) << 16);
      const hash = fingerprintHash(block);
      shifts[hash] = Math.min(shifts[hash] ?? 0, WINDOW - end);
    }
  }
  return shifts;
}

/** The eight bytes that end with the fingerprint: the fingerprint alone stands in too many ordinary words. */
function bitmapOf(fingerprints: readonly Fingerprint[]): Uint8Array {
  const bitmap = new Uint8Array(8192);
  for (const { upTo } of fingerprints) {
    const eight = Buffer.from(upTo.subarray(upTo.length - 8)).readBigUInt64LE();
    const hash = Number(BigInt.asUintN(64, eight * 0x9e3779b97f4a7c15n) >> 48n);
    setBit(bitmap, hash >>> 3, 1 << (hash & 7));
  }
  return bitmap;
}

function setBit(bytes: Uint8Array, at: number, bit: number): void {
  bytes[at] = (bytes[at] ?? 0) | bit;
}

export { BLOCK, CARRY, DATA, STEP };
