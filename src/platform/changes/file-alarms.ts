import type { FolderEvents, OpenEvents } from './events.ts';
import { isExhaustion } from './reasons.ts';

/** Milliseconds for which none is set when the system has no more. */
const REFUSED = 5000;

/**
 * Tells at once that a file was written to, once: it is set again when one looks at what was written. So a file that is
 * written to without end wakes the process no more often than it can work.
 */
export class FileAlarms {
  readonly #events: FolderEvents;
  readonly #rang: (file: string) => void;
  readonly #set = new Map<string, OpenEvents>();
  #files: readonly string[] = [];
  /** Milliseconds of the monotonic clock. */
  #refusedUntil = Number.NEGATIVE_INFINITY;

  constructor(events: FolderEvents, rang: (file: string) => void) {
    this.#events = events;
    this.#rang = rang;
  }

  /** Sets alarms on exactly these files, those of them that are there. */
  setFiles(files: readonly string[]): void {
    this.#files = files;
    const wanted = new Set(files);
    for (const file of this.#set.keys()) if (!wanted.has(file)) this.#end(file);
    this.setAgain();
  }

  /** Sets those again that rang, and what could not be set. */
  setAgain(): void {
    for (const file of this.#files)
      if (!this.#set.has(file) && performance.now() >= this.#refusedUntil) this.#begin(file);
  }

  close(): void {
    this.setFiles([]);
  }

  #begin(file: string): void {
    try {
      const rings = () => {
        this.#end(file);
        this.#rang(file);
      };
      this.#set.set(file, this.#events.open(file, { happened: rings, ended: rings, broken: rings }));
    } catch (error) {
      // What else it refuses concerns one file, which is looked at without.
      if (isExhaustion(error)) this.#refusedUntil = performance.now() + REFUSED;
    }
  }

  #end(file: string): void {
    void this.#set.get(file)?.close();
    this.#set.delete(file);
  }
}
