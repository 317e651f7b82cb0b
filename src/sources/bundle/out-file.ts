import { closeSync, futimesSync, writeSync } from 'node:fs';

/** One file being unpacked. It never takes more than `limit` bytes. */
export class OutFile {
  readonly #fd: number;
  readonly #limit: number;
  #written = 0;
  #overflowed = false;

  constructor(fd: number, limit: number) {
    this.#fd = fd;
    this.#limit = limit;
  }

  get written(): number {
    return this.#written;
  }

  /** Was there more than the limit? */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  /** False when no more is wanted. Throws the system's error. */
  write(bytes: Uint8Array): boolean {
    const room = this.#limit - this.#written;
    const end = Math.min(bytes.length, room);
    for (let from = 0; from < end; ) {
      const count = writeSync(this.#fd, bytes, from, end - from);
      from += count;
      this.#written += count;
    }
    if (bytes.length > room) this.#overflowed = true;
    return !this.#overflowed;
  }

  /** Sets the modification time (milliseconds since 1970) and closes. */
  close(modified: number): void {
    try {
      futimesSync(this.#fd, modified / 1000, modified / 1000);
    } catch {
      // A year that the file system cannot hold: the content counts, not the date.
    }
    closeSync(this.#fd);
  }
}
