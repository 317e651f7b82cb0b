import { writeSync } from 'node:fs';

/** The result could not be written to stdout or to a file; the message is meant to be printed alone, without a stack. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const STDOUT = 1;
const WAIT_MS = 5;

/** What became of the text: `closed` when the reader left before the end, as `head` does. */
export type Written = 'whole' | 'closed';

/**
 * Writes the whole text to stdout (or another descriptor) before it returns, so that an exit right after it loses
 * nothing: a pipe that Node writes to in the background keeps its first 64 KiB and drops the rest. Waits where the
 * reader is slow; a reader that is gone is no error.
 *
 * @throws OutputError when the text cannot be written, as on a full disk
 */
export function writeStdout(text: string, descriptor: number = STDOUT): Written {
  for (let at = 0; at < text.length; ) {
    const end = pieceEnd(text, at);
    if (writePiece(Buffer.from(text.slice(at, end)), descriptor) === 'closed') return 'closed';
    at = end;
  }
  return 'whole';
}

/** Characters written at a time: a long text is not held twice. */
const PIECE = 256 * 1024;

/** Where the next piece ends; not between the halves of one character. */
function pieceEnd(text: string, at: number): number {
  const end = Math.min(at + PIECE, text.length);
  const isHigh = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return isHigh && end < text.length ? end - 1 : end;
}

function writePiece(bytes: Uint8Array, descriptor: number): Written {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (isGone(error)) return 'closed';
      if (!isFull(error)) {
        throw new OutputError(
          `expected to write to stdout, found ${String(codeOf(error) ?? error)}; use --output FILE`,
          { cause: error },
        );
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
  return 'whole';
}

/** `EOF` is what libuv makes of a pipe that Windows calls broken. */
function isGone(error: unknown): boolean {
  return codeOf(error) === 'EPIPE' || codeOf(error) === 'EOF';
}

/** A pipe set to non-blocking, by Node or by the parent, whose reader has not caught up. */
function isFull(error: unknown): boolean {
  return codeOf(error) === 'EAGAIN';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
