import { readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Gunzip, InflateRaw } from 'node:zlib';

const CHUNK = 256 * 1024;

export interface ByteRange {
  readonly fd: number;
  readonly start: number;
  /** The first byte after it. */
  readonly end: number;
}

/** Takes bytes that it may keep; false ends the reading. */
export type Sink = (bytes: Buffer) => boolean;

export interface Pumped {
  /** Bytes of the range that were used; a compressed stream may end before its range does. */
  readonly used: number;
  /** Why decompression stopped early; everything before it has reached the sink. */
  readonly damage: Error | null;
}

/**
 * Feeds a part of a file, through `decoder` where there is one, to `sink`, piece by piece: memory does not grow with
 * size. An error of reading, and whatever the sink throws, is thrown.
 */
export async function pump(
  range: ByteRange,
  decoder: Gunzip | InflateRaw | null,
  sink: Sink,
): Promise<Pumped> {
  return decoder === null ? pumpPlain(range, sink) : pumpDecoded(range, decoder, sink);
}

async function pumpPlain(range: ByteRange, sink: Sink): Promise<Pumped> {
  let position = range.start;
  while (position < range.end) {
    const bytes = readChunk(range, position);
    if (bytes.length === 0) break;
    position += bytes.length;
    if (!sink(bytes)) break;
    await nextTurn();
  }
  return { used: position - range.start, damage: null };
}

async function pumpDecoded(range: ByteRange, decoder: Gunzip | InflateRaw, sink: Sink): Promise<Pumped> {
  let damage: Error | null = null;
  let thrown: { readonly error: unknown } | null = null;
  let over = false;
  let wake = (): void => undefined;
  // Listening instead of iterating: a stream that fails throws away what its buffer holds.
  decoder.on('data', (bytes: Buffer) => {
    if (over) return;
    try {
      over = !sink(bytes);
    } catch (error) {
      thrown = { error };
      over = true;
    }
  });
  const finish = (): void => {
    over = true;
    wake();
  };
  decoder.on('end', finish);
  decoder.on('close', finish);
  decoder.on('error', (error) => {
    damage = error;
    finish();
  });

  let position = range.start;
  while (!over && position < range.end) {
    const bytes = readChunk(range, position);
    if (bytes.length === 0) break;
    position += bytes.length;
    await new Promise<void>((resolve) => {
      wake = resolve;
      decoder.write(bytes, () => resolve());
    });
  }
  if (!over) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      decoder.end();
    });
  }
  const used = decoder.bytesWritten;
  decoder.destroy();
  // The handlers set it where the type checker does not look.
  const failure = thrown as { readonly error: unknown } | null;
  if (failure !== null) throw failure.error;
  return { used, damage };
}

function readChunk(range: ByteRange, position: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.min(CHUNK, range.end - position));
  return bytes.subarray(0, readSync(range.fd, bytes, 0, bytes.length, position));
}
