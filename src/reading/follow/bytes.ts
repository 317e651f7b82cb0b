import type { OpenFile } from '../../platform/files.ts';
import type { ByteFeed } from '../feed.ts';
import { MARK_BYTES } from '../resume/marks.ts';

/** The first and the last of the bytes that were read, by which a text is known again. */
export interface Ends {
  readonly head: Buffer;
  readonly seam: Buffer;
}

export const NO_ENDS: Ends = { head: Buffer.alloc(0), seam: Buffer.alloc(0) };

/** The bytes [from, to) of a file, or as many as there are. */
export function bytesOf(file: OpenFile, from: number, to: number): Buffer {
  return readInto(Buffer.allocUnsafe(Math.max(0, to - from)), file, from);
}

/** Fills these bytes from `from` on; gives those that there are. */
export function readInto(bytes: Buffer, file: OpenFile, from: number): Buffer {
  let filled = 0;
  while (filled < bytes.length) {
    const got = file.read(filled === 0 ? bytes : bytes.subarray(filled), from + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}

/** The ends of the first `offset` bytes of a file. */
export function endsOf(file: OpenFile, offset: number): Ends {
  if (offset === 0) return NO_ENDS;
  return {
    head: bytesOf(file, 0, Math.min(offset, MARK_BYTES)),
    seam: bytesOf(file, Math.max(0, offset - MARK_BYTES), offset),
  };
}

/** The ends of what was read, and of what came after it. */
export function withMore({ head, seam }: Ends, more: Buffer): Ends {
  const last = more.length >= MARK_BYTES ? more : Buffer.concat([seam, more]);
  return {
    head:
      head.length === MARK_BYTES ? head : Buffer.concat([head, more.subarray(0, MARK_BYTES - head.length)]),
    seam: Buffer.from(last.subarray(Math.max(0, last.length - MARK_BYTES))),
  };
}

const STEP = 64 * 1024;

/** Passes over bytes of a text; gives their ends. */
export function passOver(feed: ByteFeed, count: number): Ends {
  let ends = NO_ENDS;
  const step = Buffer.allocUnsafe(Math.min(STEP, count));
  for (let left = count; left > 0; ) {
    const got = feed.fill(step.subarray(0, Math.min(left, step.length)));
    if (got === 0) break;
    ends = withMore(ends, step.subarray(0, got));
    left -= got;
  }
  return ends;
}
