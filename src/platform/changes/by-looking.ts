import { FolderLook } from './folder-look.ts';
import type { Told, Way } from './way.ts';

/** Looks at a folder every so many milliseconds, and tries again where it may not. */
export class ByLooking implements Way {
  readonly #path: string;
  readonly #told: Told;
  readonly #timer: NodeJS.Timeout;
  #look: FolderLook | null = null;
  #closed = false;

  constructor(path: string, every: number, told: Told) {
    this.#path = path;
    this.#told = told;
    this.#begin();
    this.#timer = setInterval(() => this.#tick(), every);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#told.stirred();
    if (this.#closed) return;
    if (this.#look === null) {
      if (this.#begin()) this.#told.changed(null);
      return;
    }
    try {
      for (const name of this.#look.changes()) this.#told.changed(name);
    } catch {
      this.#look = null;
    }
  }

  #begin(): boolean {
    try {
      this.#look = new FolderLook(this.#path);
      return true;
    } catch {
      return false;
    }
  }
}
