import { FolderLook } from './folder-look.ts';

export interface BustleListener {
  changed(name: string | null): void;
  /** From now on it is looked at: events are not needed. */
  begun(): void;
  /** Events are needed again. @throws when there are none */
  over(): void;
  failed(error: unknown): void;
}

/** More than these in that many milliseconds: an event wakes the process for about 20 microseconds of CPU. */
const EVENTS = 50;
const WINDOW = 250;

/** Milliseconds between two looks, at the files that changed lately; every third look is at all files. */
const EVERY = 30;
const FULL = 3;

/** Fewer changes than these in so many looks: it is over. */
const CHANGES = 10;
const LOOKS = 15;

/** In a folder of more files a look would cost more than the events. */
const MOST_FILES = 200;

/** Milliseconds until it is thought of again. */
const REST = 5000;

/**
 * The time in which a folder is written in so fast that looking costs less than hearing: a look at a file takes two or
 * three microseconds, and tells of all that was appended. With 1,100 lines a second, evenly spread, 0.8 to 1.3 % of a
 * core is used and not 2.4 %; in bursts of twelve lines it is about the same, but the one who reads is woken 75 times a
 * second and not 500. For that a change is told up to 30 ms later (90 ms in a file that was quiet for long). Nothing
 * falls between: the events go on until the first look after the one that took what was there as known, and are there
 * again before the last look.
 */
export class Bustle {
  readonly #path: string;
  readonly #listener: BustleListener;
  #events = 0;
  #since = 0;
  #look: FolderLook | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #changes = 0;

  constructor(path: string, listener: BustleListener) {
    this.#path = path;
    this.#listener = listener;
  }

  /** An event was heard. */
  count(): void {
    const now = performance.now();
    if (this.#look !== null || now < this.#since) return;
    if (now - this.#since > WINDOW) {
      this.#since = now;
      this.#events = 0;
    }
    this.#events += 1;
    if (this.#events > EVENTS) this.#begin(now);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#look = null;
  }

  #begin(now: number): void {
    const look = this.#lookAt();
    if (look === null || look.files > MOST_FILES) {
      this.#since = now + REST;
      return;
    }
    this.#look = look;
    this.#looks = 0;
    this.#changes = 0;
    this.#timer = setInterval(() => this.#tick(look), EVERY);
  }

  /** Null when the system refuses: events go on, and tell what happened to the folder. */
  #lookAt(): FolderLook | null {
    try {
      return new FolderLook(this.#path);
    } catch {
      return null;
    }
  }

  #tick(look: FolderLook): void {
    try {
      if (this.#looks === 0) this.#listener.begun();
      this.#looks += 1;
      this.#tell(this.#looks % FULL === 0 ? look.changes() : look.changesOfLate());
      if (this.#looks % LOOKS === 0) this.#endIfQuiet(look);
    } catch (error) {
      this.close();
      this.#listener.failed(error);
    }
  }

  #endIfQuiet(look: FolderLook): void {
    const isQuiet = this.#changes < CHANGES;
    this.#changes = 0;
    if (look.files > MOST_FILES) this.#since = performance.now() + REST;
    else if (!isQuiet) return;
    this.#listener.over();
    if (look.files > MOST_FILES) this.#listener.changed(null);
    else this.#tell(look.changes());
    this.close();
  }

  #tell(names: readonly string[]): void {
    this.#changes += names.length;
    for (const name of names) this.#listener.changed(name);
  }
}
