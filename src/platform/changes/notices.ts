/** Milliseconds in which a name of a folder is told once at most. */
const STEP = 5;

/** So many between two tellings are not told one by one: whoever hears of them would rather list the folder. */
const MANY = 1000;

/**
 * Gathers what happened, and tells it.
 *
 * Where very much happens at once, the system's queue of events overflows (16,384 on Linux, of all folders together)
 * and what was lost leaves no trace; so after a flood anything may have changed in each folder.
 */
export class Notices {
  readonly #tell: (folder: string, name: string | null) => void;
  readonly #folders: () => Iterable<string>;
  readonly #names = new Map<string, Set<string | null>>();
  #count = 0;
  #toldAt = -STEP;
  #due: (() => void) | null = null;

  constructor(tell: (folder: string, name: string | null) => void, folders: () => Iterable<string>) {
    this.#tell = tell;
    this.#folders = folders;
  }

  add(folder: string, name: string | null): void {
    this.#count += 1;
    if (this.#count < MANY) this.#namesOf(folder).add(name);
    if (this.#due === null) this.#schedule();
  }

  forget(folder: string): void {
    this.#names.delete(folder);
  }

  close(): void {
    this.#due?.();
    this.#due = null;
    this.#names.clear();
  }

  #namesOf(folder: string): Set<string | null> {
    let names = this.#names.get(folder);
    if (names === undefined) {
      names = new Set();
      this.#names.set(folder, names);
    }
    return names;
  }

  #schedule(): void {
    const wait = STEP - (performance.now() - this.#toldAt);
    if (wait <= 0) {
      const immediate = setImmediate(() => this.#tellAll());
      this.#due = () => clearImmediate(immediate);
    } else {
      const timer = setTimeout(() => this.#tellAll(), Math.ceil(wait));
      this.#due = () => clearTimeout(timer);
    }
  }

  #tellAll(): void {
    this.#due = null;
    if (this.#count >= MANY) for (const folder of this.#folders()) this.#namesOf(folder).add(null);
    this.#count = 0;
    const all = [...this.#names];
    this.#names.clear();
    for (const [folder, names] of all) {
      for (const name of names.has(null) ? [null] : names) this.#tell(folder, name);
    }
    this.#toldAt = performance.now();
  }
}
