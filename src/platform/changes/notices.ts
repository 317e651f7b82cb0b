/** So many in that many milliseconds are a flood; they are not told one by one. */
const MANY = 1000;
const WINDOW = 50;

/** Milliseconds until all is told after a flood. */
const AFTERWARDS = 5;

/**
 * Tells what happened, at once.
 *
 * Where very much happens at once, the system's queue of events overflows (16,384 on Linux, of all folders together)
 * and what was lost leaves no trace; so after a flood anything may have changed in each folder.
 */
export class Notices {
  readonly #tell: (folder: string, name: string | null) => void;
  readonly #folders: () => Iterable<string>;
  #count = 0;
  /** Milliseconds of the monotonic clock, from which on they are counted. */
  #since = Number.NEGATIVE_INFINITY;
  #flood: NodeJS.Timeout | null = null;

  constructor(tell: (folder: string, name: string | null) => void, folders: () => Iterable<string>) {
    this.#tell = tell;
    this.#folders = folders;
  }

  add(folder: string, name: string | null): void {
    if (this.#flood !== null) return;
    const now = performance.now();
    if (now - this.#since > WINDOW) {
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count < MANY) this.#tell(folder, name);
    else this.#flood = setTimeout(() => this.#tellAll(), AFTERWARDS);
  }

  close(): void {
    if (this.#flood !== null) clearTimeout(this.#flood);
    this.#flood = null;
  }

  #tellAll(): void {
    this.#flood = null;
    this.#count = 0;
    for (const folder of this.#folders()) this.#tell(folder, null);
  }
}
