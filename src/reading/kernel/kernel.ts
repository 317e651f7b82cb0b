import { WASM_BASE64 } from './generated.ts';
import {
  BLOCK,
  CARRY,
  DATA,
  ENTRIES,
  HEAD,
  HEAD_SIZE,
  HEADS,
  HITS,
  HITS_SIZE,
  LATCH_SIZE,
  MEMORY_PAGES,
  MOST_PAGES,
  NIBBLES,
  PAGE,
  SHIFTS,
  SHORT_HEADS,
  STEP,
} from './layout.ts';
import type { Tables } from './tables.ts';

/**
 * Fast loops over bytes in one fixed memory. The data region (from DATA on) is read into, searched and moved by
 * the reader; positions are addresses in that memory.
 */
export interface Kernel {
  /** Another one after a `load` that needed more room. */
  readonly bytes: Buffer;
  /** Sets what `scan` looks for; the data stay as they are. */
  load(tables: Tables): void;
  /**
   * Finds the literals whose fingerprints begin in [start, end) and that stand whole in [floor - 1, ceiling);
   * `end - start` is at most STEP. Gives how many; they are in `hits`, by position.
   */
  scan(start: number, end: number, floor: number, ceiling: number): number;
  /** The hits of the last scan: take them apart with `positionOf` and `literalOf`. As `bytes`, it may be replaced. */
  readonly hits: Uint32Array;
  /** The last positions, ascending, of the fingerprint of a latched literal since `forgetLatched`; at most four. */
  latchedAt(literal: number): readonly number[];
  forgetLatched(): void;
  /** Line feeds in [start, end). */
  countLines(start: number, end: number): number;
  /** First byte of the line that holds `at`, at the earliest `floor`. */
  lineStart(at: number, floor: number): number;
  /** One behind the line feed of the line that holds `at`, at the latest `ceiling`. */
  lineEnd(at: number, ceiling: number): number;
  /** The same for the records of the agent's logs; bytes up to `ceiling` may be looked at to tell. */
  agentStart(at: number, floor: number, ceiling: number): number;
  agentEnd(at: number, ceiling: number): number;
  /** Whether the line in [start, end) begins a record of the agent's logs; not 0 for yes. */
  beginsAgentRecord(start: number, end: number): number;
  /**
   * Reads an agent's record in [start, end) with the usual head, `2006-01-02 15:04:05[.0000] LEVEL `, perhaps with where
   * in the program it was written, to `head`; 0 when it has another one.
   */
  readRecord(start: number, end: number, literals: number): number;
  /**
   * Of the last record that was read: its time (milliseconds, see stamp.ts), the length of the stamp, the length of the
   * head, the first letter of the level, the address of the end of the text without line breaks, the digest of what
   * stands behind the head, whatever its numbers are, together with the level and `literals`, and the address of the
   * message behind the contexts; that is 0 where only the parser can tell.
   */
  readonly head: Float64Array;
  /** The digest of a line of output, together with `literals`, whatever the time at its beginning is. */
  lineDigest(start: number, end: number, literals: number): number;
  /** Length of the time that a line begins with, as scripts write it; 0 for none. */
  stampLength(start: number, end: number): number;
  /**
   * Which literals stand in [start, end) of the stretch that was scanned last, in their order, as one number; `hit` is
   * the place in `hits` of one of the `count` hits, near them.
   */
  literalsIn(hit: number, count: number, start: number, end: number): number;
  /** A number of 53 bits for the bytes in [start, end), whatever the digits of the UUIDs among them are. */
  digest(start: number, end: number, seed: number): number;
  /** What tells a record from others in `copies.ts`, for a stamp and a message in ASCII; -1 for other ones. */
  copyKey(stamp: number, stampLength: number, body: number, end: number): number;
}

interface KernelExports {
  latchesFrom(address: number): void;
  scanLong(start: number, end: number, floor: number, ceiling: number): number;
  scanShort(start: number, end: number, floor: number, ceiling: number, already: number): number;
  countLines(start: number, end: number): number;
  lineStart(at: number, floor: number): number;
  lineEnd(at: number, ceiling: number): number;
  agentStart(at: number, floor: number, ceiling: number): number;
  agentEnd(at: number, ceiling: number): number;
  beginsAgentRecord(start: number, end: number): number;
  readRecord(start: number, end: number, literals: number): number;
  lineDigest(start: number, end: number, literals: number): number;
  stampLength(start: number, end: number): number;
  literalsIn(hit: number, count: number, start: number, end: number): number;
  digest(start: number, end: number, seed: number): number;
  copyKey(stamp: number, stampLength: number, body: number, end: number): number;
}

/** Makes a kernel with its own memory (about 4 MB). */
export function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MOST_PAGES });
  const module = new WebAssembly.Module(Buffer.from(WASM_BASE64, 'base64'));
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  let bytes = Buffer.from(memory.buffer);
  let hits = new Uint32Array(memory.buffer, HITS, HITS_SIZE / 4);
  let head = new Float64Array(memory.buffer, HEAD, HEAD_SIZE / 8);
  let latches = new Uint32Array(0);
  let hasShort = false;
  const makeRoom = (end: number): void => {
    if (end <= bytes.length) return;
    memory.grow(Math.ceil((end - bytes.length) / PAGE));
    bytes = Buffer.from(memory.buffer);
    hits = new Uint32Array(memory.buffer, HITS, HITS_SIZE / 4);
    head = new Float64Array(memory.buffer, HEAD, HEAD_SIZE / 8);
  };
  return {
    get bytes() {
      return bytes;
    },
    get hits() {
      return hits;
    },
    get head() {
      return head;
    },
    load(tables) {
      makeRoom(tables.textsAt + tables.texts.length);
      bytes.set(new Uint8Array(tables.heads.buffer), HEADS);
      bytes.set(tables.shifts, SHIFTS);
      bytes.set(tables.entries, ENTRIES);
      bytes.set(tables.texts, tables.textsAt);
      bytes.set(tables.nibbles, NIBBLES);
      bytes.set(new Uint8Array(tables.shortHeads.buffer), SHORT_HEADS);
      hasShort = tables.nibbles.some((groups) => groups !== 0);
      exports.latchesFrom(tables.latchesAt);
      latches = new Uint32Array(memory.buffer, tables.latchesAt, (tables.textsAt - tables.latchesAt) / 4);
      latches.fill(0);
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
      if ((latches[from] ?? 0) === 0) return NOWHERE;
      const positions = latches.subarray(from, from + LATCH_SIZE / 4);
      return [...positions].filter((position) => position > 0).sort((a, b) => a - b);
    },
    forgetLatched() {
      latches.fill(0);
    },
    countLines: exports.countLines,
    lineStart: exports.lineStart,
    lineEnd: exports.lineEnd,
    agentStart: exports.agentStart,
    agentEnd: exports.agentEnd,
    beginsAgentRecord: exports.beginsAgentRecord,
    readRecord: exports.readRecord,
    lineDigest: exports.lineDigest,
    stampLength: exports.stampLength,
    literalsIn: exports.literalsIn,
    digest: exports.digest,
    copyKey: exports.copyKey,
  };
}

const NOWHERE: readonly number[] = [];

/** Address of the fingerprint of a hit of a scan that began at `start`. */
export function positionOf(hit: number, start: number): number {
  return start + (hit >>> 16);
}

/** Number of the literal of a hit, from 1. */
export function literalOf(hit: number): number {
  return hit & 65_535;
}

export { BLOCK, CARRY, DATA, STEP };
