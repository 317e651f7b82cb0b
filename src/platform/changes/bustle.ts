import { FolderLook } from './folder-look.ts';

export interface BustleListener {
  changed(name: string | null): void;
  /** From now on it is looked at: events are not needed. */
  begun(): void;
  /** Events are needed again. @throws when there are none */
  over(): void;
  failed(error: unknown): void;
}

/** More than these in that many milliseconds: an event costs about 100 microseconds, with the waking of the process. */
const EVENTS = 4;
const WINDOW = 250;

/** Looks are at the files that changed lately; one in so many is at all files. */
const FULL = 2;

/** Fewer changes than these in so many looks: it is over. */
const CHANGES = 5;
const LOOKS = 15;

/** In a folder of more names a look would cost more than the events. */
const MOST_NAMES = 200;

/** Milliseconds until it is thought of again. */
const REST = 5000;

/**
 * The time in which a folder is written in so fast that looking costs less than hearing: a look at a file takes five
 * microseconds, and tells of all that was appended; whoever looks decides when, and is not woken for it. For that a
 * change is told only with the next look, and in a file that was quiet for long with the second. Nothing falls between:
 * the events go on until the first look after the one that took what was there as known, and are there again before the
 * last look.
 */
export class Bustle {
  readonly #path: string;
  readonly #listener: BustleListener;
  #events = 0;
  #since = 0;
  #look: FolderLook | null = null;
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
    this.#look = null;
  }

  /** Looks, where the time has come; says whether it goes on. */
  look(): boolean {
    if (this.#look === null) return false;
    try {
      this.#lookWith(this.#look);
    } catch (error) {
      this.close();
      this.#listener.failed(error);
    }
    return this.#look !== null;
  }

  #begin(now: number): void {
    const look = this.#folderLook();
    if (look === null || look.names > MOST_NAMES) {
      this.#since = now + REST;
      return;
    }
    this.#look = look;
    this.#looks = 0;
    this.#changes = 0;
  }

  /** Null when the system refuses: events go on, and tell what happened to the folder. */
  #folderLook(): FolderLook | null {
    try {
      return new FolderLook(this.#path);
    } catch {
      return null;
    }
  }

  #lookWith(look: FolderLook): void {
    if (this.#looks === 0) this.#listener.begun();
    this.#looks += 1;
    this.#tell(this.#looks % FULL === 0 ? look.changes() : look.changesOfLate());
    if (this.#looks % LOOKS === 0) this.#endIfQuiet(look);
  }

  #endIfQuiet(look: FolderLook): void {
    const isQuiet = this.#changes < CHANGES;
    this.#changes = 0;
    if (look.names > MOST_NAMES) this.#since = performance.now() + REST;
    else if (!isQuiet) return;
    this.#listener.over();
    if (look.names > MOST_NAMES) this.#listener.changed(null);
    else this.#tell(look.changes());
    this.close();
  }

  #tell(names: readonly string[]): void {
    this.#changes += names.length;
    for (const name of names) this.#listener.changed(name);
  }
}
