import { type ByteFeed, fillUp } from './feed.ts';
import { BLOCK, CARRY, DATA, type Kernel } from './kernel/kernel.ts';

/** A stretch of a file in the kernel's memory, at [start, end). */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** Nothing follows. */
  readonly last: boolean;
  /** The line that `start` is in, from 1. */
  readonly line: number;
  /** `start` is inside a line whose beginning was too long ago to be kept. */
  readonly insideLine: boolean;
}

/**
 * Looks at a block and says from which address on the bytes are needed again, together with what follows.
 * In the last block that is of no account.
 */
export type BlockVisitor = (block: Block) => number;

/** Where the reading of a text stands between two blocks: it can be taken up there as if it had not ended. */
export interface BlockEdge {
  /** Bytes of the text before those that are needed again. */
  readonly position: number;
  /** Bytes of the text before those that were not read yet. */
  readonly read: number;
  /** The line that `position` is in, from 1. */
  readonly line: number;
  readonly insideLine: boolean;
}

/** Kept of a record that does not end within the carry: enough for a literal that the cut went through. */
const OVERLAP = 4096;

/** The beginning of a text. */
export const BEGINNING: BlockEdge = { position: 0, read: 0, line: 1, insideLine: false };

export interface BytesRead {
  readonly bytes: number;
  readonly lines: number;
}

/** Where the first block is read to: a text may be begun there before `readBlocks` goes on with it. */
export function firstBlockOf(kernel: Kernel): Buffer {
  return kernel.bytes.subarray(DATA, DATA + BLOCK);
}

export interface ReadOptions {
  /** Bytes that stand in the first block already. */
  readonly filled?: number;
  /** The feed begins at the `position` of it. */
  readonly from?: BlockEdge;
  /** Told before each further block. */
  readonly onEdge?: (edge: BlockEdge) => void;
}

/**
 * Feeds a text block by block through the kernel's memory. Memory does not depend on sizes or line lengths, and where
 * blocks begin and end not on where the reading was taken up.
 */
export function readBlocks(
  kernel: Kernel,
  feed: ByteFeed,
  visit: BlockVisitor,
  { filled = 0, from = BEGINNING, onEdge }: ReadOptions = {},
): BytesRead {
  let { line, insideLine, read: bytes } = from;
  let start = DATA;
  let end = DATA + fillUp(feed, kernel.bytes.subarray(DATA, DATA + from.read - from.position));
  let already = filled;
  kernel.bytes[DATA - 1] = insideLine ? 0 : 10;
  for (;;) {
    // A feed may give less than it is asked for; a block is full unless the feed is at its end.
    const got = already + fillUp(feed, kernel.bytes.subarray(end + already, end + BLOCK));
    already = 0;
    bytes += got;
    end += got;
    const last = got < BLOCK;
    const asked = visit({ start, end, last, line, insideLine });
    if (last) {
      const endsInLine = end > start ? kernel.bytes[end - 1] !== 10 : insideLine;
      return { bytes, lines: line - 1 + kernel.countLines(start, end) + (endsInLine ? 1 : 0) };
    }
    const keep = end - asked > CARRY ? end - OVERLAP : asked;
    insideLine = kernel.bytes[keep - 1] !== 10;
    line += kernel.countLines(start, keep);
    kernel.bytes.copyWithin(DATA, keep, end);
    kernel.bytes[DATA - 1] = insideLine ? 0 : 10;
    end = DATA + (end - keep);
    start = DATA;
    onEdge?.({ position: bytes - (end - start), read: bytes, line, insideLine });
  }
}
