import { crc32 } from 'node:zlib';
import { Gunzip } from 'fflate';
import type { ByteFeed } from './feed.ts';

/** Packed bytes taken at a time: what is before damage in the same piece is lost, and one piece may unpack to 8 MB. */
const PIECE = 8 * 1024;
/** A member ends with the checksum and the length (modulo 2^32) of its text (RFC 1952). */
const TRAILER = 8;

/**
 * The text of a gzip file, of all its members. A damaged file ends where the damage is, and `onDamage` is told
 * once, at the latest with the end; the inflater itself passes over a missing end and over wrong checksums.
 */
export function gunzipFeed(packed: ByteFeed, onDamage: (error: Error) => void): ByteFeed {
  return new GunzipFeed(packed, onDamage);
}

class GunzipFeed implements ByteFeed {
  readonly #packed: ByteFeed;
  readonly #onDamage: (error: Error) => void;
  readonly #gunzip = new Gunzip();
  #ready: Uint8Array[] = [];
  #ended = false;
  /** Packed bytes read, and the last two pieces of them. */
  #read = 0;
  #recent: Uint8Array = new Uint8Array(0);
  /** Of the member that is being read. */
  #checksum = 0;
  #length = 0;

  constructor(packed: ByteFeed, onDamage: (error: Error) => void) {
    this.#packed = packed;
    this.#onDamage = onDamage;
    this.#gunzip.ondata = (text) => this.#take(text);
    this.#gunzip.onmember = (start) => this.#checkMember(start);
  }

  fill(target: Uint8Array): number {
    while (this.#ready.length === 0 && !this.#ended) this.#inflateMore();
    const chunk = this.#ready[0];
    if (chunk === undefined) return 0;
    const part = chunk.subarray(0, target.length);
    target.set(part);
    if (part.length === chunk.length) this.#ready.shift();
    else this.#ready[0] = chunk.subarray(part.length);
    return part.length;
  }

  #inflateMore(): void {
    const piece = new Uint8Array(PIECE);
    const got = this.#packed.fill(piece);
    this.#read += got;
    if (got > 0) this.#recent = Buffer.concat([this.#recent.subarray(-PIECE), piece.subarray(0, got)]);
    try {
      this.#gunzip.push(piece.subarray(0, got), got === 0);
      if (got > 0) return;
      this.#ended = true;
      this.#checkMember(this.#read);
    } catch (error) {
      this.#ended = true;
      this.#onDamage(error as Error);
    }
  }

  #take(text: Uint8Array): void {
    if (text.length === 0) return;
    this.#ready.push(text);
    this.#checksum = crc32(text, this.#checksum);
    this.#length = (this.#length + text.length) % 2 ** 32;
  }

  /** Compares the member that ends at `end` with its trailer, if that is still at hand. */
  #checkMember(end: number): void {
    const at = end - (this.#read - this.#recent.length) - TRAILER;
    if (end < TRAILER) throw new Error('it breaks off');
    if (at >= 0) {
      const trailer = Buffer.from(this.#recent.subarray(at, at + TRAILER));
      const same = trailer.readUInt32LE(0) === this.#checksum && trailer.readUInt32LE(4) === this.#length;
      if (!same) throw new Error('it breaks off, or its checksum is wrong');
    }
    this.#checksum = 0;
    this.#length = 0;
  }
}
