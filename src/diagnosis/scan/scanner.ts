import { BEGINNING, type Block, type BytesRead, type ReadOptions, readBlocks } from '../../reading/blocks.ts';
import type { ByteFeed } from '../../reading/feed.ts';
import { type Kernel, literalOf, positionOf, STEP } from '../../reading/kernel/kernel.ts';
import { type Boundaries, RECORD_LIMIT } from './boundaries.ts';
import type { ScanMatcher } from './matchers.ts';
import type { LiteralUse, Prefilter } from './prefilter.ts';

/** A record that at least one literal was found in; addresses in the kernel's memory, valid during the call. */
export interface RecordSpan {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** The data of the block end here: more may be looked at up to this address. */
  readonly ceiling: number;
  /** The block's data begin here: older lines may be looked at from this address on. */
  readonly floor: number;
  /** Line of `start`, from 1. */
  readonly line: number;
  /** Position of `start` in the decoded file. */
  readonly position: number;
}

/** What the scanner tells. */
export interface RecordSink {
  /**
   * A record of which all literals are known: the same text has the same number in `literals`. True when that is enough
   * to know what it says, and it was entered; else `record` follows, with the same span.
   */
  again?(span: RecordSpan, literals: number): boolean;
  /** A record and the matchers that may match in it. */
  record(span: RecordSpan, candidates: readonly ScanMatcher[]): void;
  /**
   * One of the last records of a block that a latch's literal stands in, latest first (`rank` counts from 0); says
   * whether it told something new.
   */
  latched(span: RecordSpan, matcher: ScanMatcher, rank: number): boolean;
  /** A block was done: its last complete record. */
  reached?(span: RecordSpan): void;
}

export interface ScanPlan {
  readonly kernel: Kernel;
  readonly prefilter: Prefilter;
  readonly boundaries: Boundaries;
}

/** Latest positions kept of a latch: its pattern may ask for more than its literal. */
const LATCHED = 4;
/** Latest matches of a latch in a block that are wanted: the last one may be too fresh to prove anything. */
export const OF_INTEREST = 2;
const LINE_FEED = 10;

/** Finds the records of a text that matter, and hands them over in order. */
export function scanRecords(
  plan: ScanPlan,
  feed: ByteFeed,
  sink: RecordSink,
  options: ReadOptions = {},
): BytesRead {
  let { position } = options.from ?? BEGINNING;
  const visit = (block: Block): number => {
    const cut = block.last
      ? block.end
      : Math.max(block.start, plan.boundaries.cut(plan.kernel, block.start, block.end));
    // A record that fills the whole block is looked at in parts.
    const until = cut === block.start ? block.end : cut;
    new BlockScan(plan, block, until, position, sink).run();
    position += until - block.start;
    return until;
  };
  return readBlocks(plan.kernel, feed, visit, options);
}

/** The scan of one block. Line numbers are counted from hit to hit only. */
class BlockScan {
  readonly #plan: ScanPlan;
  readonly #sink: RecordSink;
  readonly #floor: number;
  readonly #until: number;
  readonly #ceiling: number;
  readonly #position: number;
  readonly #latches = new Map<ScanMatcher, number[]>();
  #candidates: ScanMatcher[] = [];
  /** The record that is being collected; null when it is known already. */
  #record: RecordSpan | null = null;
  #recordEnd = -1;
  /** The stretch that was scanned last, the number of its hits, and the one that is looked at. */
  #stretchStart = 0;
  #stretchEnd = 0;
  #hits = 0;
  #hit = 0;
  #countedTo: number;
  #line: number;

  constructor(plan: ScanPlan, block: Block, until: number, position: number, sink: RecordSink) {
    this.#plan = plan;
    this.#sink = sink;
    this.#floor = block.start;
    this.#until = until;
    this.#ceiling = block.end;
    this.#position = position;
    this.#countedTo = block.start;
    this.#line = block.line;
  }

  run(): void {
    const { kernel, prefilter } = this.#plan;
    kernel.forgetLatched();
    this.#lookAtFirstLine();
    for (let from = this.#floor; from < this.#until; from += STEP) {
      const to = Math.min(from + STEP, this.#until);
      const count = kernel.scan(from, to, this.#floor, this.#ceiling);
      const { bytes, hits } = kernel;
      this.#stretchStart = from;
      this.#stretchEnd = to;
      this.#hits = count;
      for (let index = 0; index < count; index++) {
        const hit = hits[index] ?? 0;
        const use = prefilter.uses[literalOf(hit)];
        const position = positionOf(hit, from);
        const at = bytes[position] === LINE_FEED ? position + 1 : position;
        this.#hit = index;
        if (use !== undefined && at < this.#until) this.#sort(use, at);
      }
    }
    this.#hand();
    this.#handLatches();
    this.#handEnd();
  }

  /** The line feed before it is no part of the stretch that is searched. */
  #lookAtFirstLine(): void {
    const { kernel, prefilter } = this.#plan;
    const start = this.#floor - 1;
    for (const { bytes, use } of prefilter.lineStarts) {
      if (bytes[1] !== kernel.bytes[this.#floor]) continue;
      const stands = bytes.compare(kernel.bytes, start, Math.min(start + bytes.length, this.#ceiling)) === 0;
      if (stands) this.#sort(use, this.#floor);
    }
  }

  /** Puts aside what needs no look at its record; the rest begins a record or goes to the one at hand. */
  #sort(use: LiteralUse, at: number): void {
    const { latching, matchers } = use;
    for (let index = 0; index < latching.length; index++) this.#latch(latching[index] as ScanMatcher, at);
    if (latching.length === matchers.length) return;
    if (at >= this.#recordEnd) this.#begin(matchers, at);
    else if (this.#record !== null) this.#add(matchers);
  }

  /** Begins the record that holds `at`, unless it is known already. */
  #begin(found: readonly ScanMatcher[], at: number): void {
    this.#hand();
    const { boundaries, kernel } = this.#plan;
    // Of a record that is too long for one look the next one begins where the last one ended.
    const floor = Math.max(this.#floor, this.#recordEnd);
    const start = boundaries.startOf(kernel, at, floor, this.#until);
    const end = Math.min(boundaries.endOf(kernel, at, this.#until), start + RECORD_LIMIT);
    this.#recordEnd = end;
    const span = this.#span(start, end);
    if (this.#isKnown(span)) return;
    this.#record = span;
    this.#candidates = [];
    this.#add(found);
  }

  /** A line feed before the record may begin a literal of it. */
  #isKnown(span: RecordSpan): boolean {
    const { start, end } = span;
    if (this.#sink.again === undefined || start <= this.#stretchStart || end > this.#stretchEnd) return false;
    const { kernel } = this.#plan;
    return this.#sink.again(span, kernel.literalsIn(this.#hit, this.#hits, start - 1, end - 1));
  }

  #add(matchers: readonly ScanMatcher[]): void {
    for (let index = 0; index < matchers.length; index++) {
      const matcher = matchers[index] as ScanMatcher;
      if (!this.#candidates.includes(matcher)) this.#candidates.push(matcher);
    }
  }

  #latch(matcher: ScanMatcher, at: number): void {
    const positions = this.#latches.get(matcher);
    if (positions === undefined) this.#latches.set(matcher, [at]);
    else {
      if (positions.length === LATCHED) positions.shift();
      positions.push(at);
    }
  }

  #hand(): void {
    if (this.#record !== null) this.#sink.record(this.#record, this.#candidates);
    this.#record = null;
  }

  #handLatches(): void {
    const { kernel, prefilter } = this.#plan;
    for (const literal of prefilter.latched) {
      const positions = kernel.latchedAt(literal);
      if (positions.length === 0) continue;
      for (const matcher of prefilter.uses[literal]?.matchers ?? []) this.#handLatest(positions, matcher);
    }
    for (const [matcher, positions] of this.#latches) this.#handLatest(positions, matcher);
  }

  #handLatest(positions: readonly number[], matcher: ScanMatcher): void {
    let news = 0;
    const latest = positions.length - 1;
    for (let rank = 0; rank <= latest && news < OF_INTEREST; rank++)
      if (this.#sink.latched(this.#spanAround(positions[latest - rank] ?? 0), matcher, rank)) news++;
  }

  #handEnd(): void {
    if (this.#sink.reached !== undefined && this.#until > this.#floor)
      this.#sink.reached(this.#spanAround(this.#until - 1));
  }

  #spanAround(at: number): RecordSpan {
    const { boundaries, kernel } = this.#plan;
    const start = boundaries.startOf(kernel, at, this.#floor, this.#until);
    return this.#span(start, boundaries.endOf(kernel, at, this.#until));
  }

  #span(start: number, end: number): RecordSpan {
    return {
      bytes: this.#plan.kernel.bytes,
      start,
      end,
      floor: this.#floor,
      ceiling: this.#ceiling,
      line: this.#lineOf(start),
      position: this.#position + (start - this.#floor),
    };
  }

  #lineOf(at: number): number {
    if (at < this.#countedTo) return this.#line - this.#plan.kernel.countLines(at, this.#countedTo);
    this.#line += this.#plan.kernel.countLines(this.#countedTo, at);
    this.#countedTo = at;
    return this.#line;
  }
}
