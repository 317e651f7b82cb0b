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

/** Kept of a record that does not end within the carry: enough for a literal that the cut went through. */
const OVERLAP = 4096;

export interface BytesRead {
  readonly bytes: number;
  readonly lines: number;
}

/** Where the first block is read to: a text may be begun there before `readBlocks` goes on with it. */
export function firstBlockOf(kernel: Kernel): Buffer {
  return kernel.bytes.subarray(DATA, DATA + BLOCK);
}

/**
 * Feeds a text block by block through the kernel's memory; `filled` bytes of it stand in the first block already.
 * Memory does not depend on sizes or line lengths.
 */
export function readBlocks(kernel: Kernel, feed: ByteFeed, visit: BlockVisitor, filled = 0): BytesRead {
  let end = DATA;
  let start = DATA;
  let line = 1;
  let bytes = 0;
  let insideLine = false;
  let already = filled;
  kernel.bytes[DATA - 1] = 10;
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
  }
}
