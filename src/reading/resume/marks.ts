import { createHash } from 'node:crypto';
import { type Files, FilesError } from '../../platform/files.ts';
import { type ByteFeed, fileFeed } from '../feed.ts';
import { gunzipFeed } from '../gunzip-feed.ts';
import type { Marks } from './positions.ts';

/** Bytes at the beginning and at the end of what was read that tell a file: a line of a log has a time in it. */
export const MARK_BYTES = 1024;

/** The marks of the first `offset` bytes of a file; null when it does not reach so far, or refuses to be read. */
export function marksOf(digest: Digest, offset: number): Marks | null {
  const head = digest(0, Math.min(offset, MARK_BYTES));
  const seam = offset <= MARK_BYTES ? head : digest(offset - MARK_BYTES, offset);
  return head === null || seam === null ? null : { head, seam };
}

/** Digest of the bytes [from, to) of a file, or of its text; null when it does not reach so far. */
export type Digest = (from: number, to: number) => string | null;

/** Digests of a file, of a packed one of its text. Never throws for what is in the file, nor for what is refused. */
export function digestsOf(files: Files, path: string, isPacked: boolean): Digest {
  return (from, to) => {
    try {
      const file = files.open(path);
      try {
        if (isPacked)
          return digestOf(
            gunzipFeed(fileFeed(file), () => undefined),
            from,
            to,
          );
        return digestOf(fileFeed(file, from), 0, to - from);
      } finally {
        file.close();
      }
    } catch (error) {
      if (error instanceof FilesError) return null;
      throw error;
    }
  };
}

/** Bytes of the text of a file, of a packed one as its end says (RFC 1952: modulo 2^32); 0 for what is refused. */
export function textSizeOf(files: Files, path: string, size: number, isPacked: boolean): number {
  if (!isPacked || size < TRAILER) return isPacked ? 0 : size;
  try {
    const file = files.open(path);
    try {
      const trailer = Buffer.alloc(TRAILER);
      return file.read(trailer, size - TRAILER) === TRAILER ? trailer.readUInt32LE(0) : 0;
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof FilesError) return 0;
    throw error;
  }
}

const TRAILER = 4;
const PIECE = 64 * 1024;

function digestOf(feed: ByteFeed, from: number, to: number): string | null {
  const hash = createHash('sha256');
  const piece = new Uint8Array(Math.min(PIECE, Math.max(1, to)));
  for (let at = 0; at < to; ) {
    const got = feed.fill(piece.subarray(0, Math.min(piece.length, to - at)));
    if (got === 0) return null;
    if (at + got > from) hash.update(piece.subarray(Math.max(0, from - at), got));
    at += got;
  }
  return hash.digest('hex');
}
