import { createHash } from 'node:crypto';
import type { Entry } from '../../platform/files.ts';
import { TIME_STEP } from '../../platform/time-step.ts';
import type { Position } from '../resume/positions.ts';
import { type Ends, withMore } from './bytes.ts';

/** A log that is followed, and how far it was read. */
export class Tail {
  path: string;
  /** Bytes that were read: to the end of a line, unless one was too long to be taken whole. */
  offset: number;
  /** Line feeds in them; null where nobody has counted them yet. */
  lines: number | null;
  insideLine = false;
  /** See Position. */
  isTwin = false;
  #entry: Pick<Entry, 'identity' | 'size' | 'modified'>;
  /** Milliseconds UTC. */
  #seenAt: number;
  /** Null where only digests of them are known. */
  #ends: Ends | null;
  #position: Position | null = null;

  /** `ends` are those of the first `offset` bytes. */
  constructor(
    path: string,
    entry: Pick<Entry, 'identity' | 'size' | 'modified'>,
    offset: number,
    ends: Ends | null,
    seenAt: number,
  ) {
    this.path = path;
    this.offset = offset;
    this.lines = offset === 0 ? 0 : null;
    this.#entry = entry;
    this.#seenAt = seenAt;
    this.#ends = ends;
  }

  /** What an earlier run left. */
  static from(position: Position): Tail {
    const tail = new Tail(position.path, position, position.offset, null, position.seenAt);
    tail.#position = position;
    tail.isTwin = position.isTwin === true;
    tail.lines = position.lines ?? tail.lines;
    tail.insideLine = position.insideLine === true;
    return tail;
  }

  get identity(): string {
    return this.#entry.identity;
  }

  /** Of what was read; null where only digests of them are at hand. */
  get ends(): Ends | null {
    return this.#ends;
  }

  /** Nothing was written since it was looked at, nor so shortly before that it would not show. */
  isAsItWas({ size, modified }: Entry): boolean {
    const { size: known, modified: at } = this.#entry;
    return size === known && modified === at && modified + TIME_STEP < this.#seenAt;
  }

  /** Nothing was appended since it was looked at. */
  hasSize({ size }: Entry): boolean {
    return size === this.#entry.size;
  }

  /** Notes bytes that were read behind the offset, and the line feeds in them. */
  took(bytes: Buffer, lines: number, insideLine: boolean): void {
    this.#ends = this.#ends === null ? null : withMore(this.#ends, bytes);
    this.offset += bytes.length;
    if (this.lines !== null) this.lines += lines;
    this.insideLine = insideLine;
    this.#position = null;
  }

  saw(entry: Entry, seenAt: number): void {
    this.#entry = entry;
    this.#seenAt = seenAt;
  }

  /** To be kept, and to be held against the files that are there later. */
  get position(): Position {
    const { path, offset } = this;
    const { identity, size, modified } = this.#entry;
    const marks = this.#position?.marks ?? marksOf(this.#ends);
    this.#position = {
      ...{ path, identity, offset, marks, size, modified, seenAt: this.#seenAt },
      ...(this.isTwin && { isTwin: true }),
      ...(this.lines !== null && { lines: this.lines }),
      ...(this.insideLine && { insideLine: true }),
    };
    return this.#position;
  }
}

function marksOf(ends: Ends | null): Position['marks'] {
  return ends === null ? null : { head: digestOf(ends.head), seam: digestOf(ends.seam) };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
