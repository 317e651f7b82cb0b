import { basename } from 'node:path';
import type { OpenEvents, OpenFolder } from './events.ts';
import { silentFileSystemOf } from './file-systems.ts';
import { nearestAbove } from './standing.ts';
import type { Told, Way } from './way.ts';

/** Rounds in which the folders above may come and go while events of them are asked for. */
const ROUNDS = 10;

/** Waits for a folder that is not there: by the events of the nearest one above that is, else by looking. */
export class Waiting implements Way {
  readonly #path: string;
  readonly #openFolder: OpenFolder | null;
  readonly #every: number;
  readonly #told: Told;
  #above: string | null = null;
  #open: OpenEvents | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** Without `openFolder` it only looks, every so many milliseconds. */
  constructor(path: string, openFolder: OpenFolder | null, every: number, told: Told) {
    this.#path = path;
    this.#openFolder = openFolder;
    this.#every = every;
    this.#told = told;
    this.#wait();
  }

  check(): void {
    if (this.#open === null || nearestAbove(this.#path).folder !== this.#above) this.#again();
  }

  close(): void | Promise<void> {
    return this.#stop();
  }

  #again(): void {
    void this.#stop();
    this.#wait();
    this.#told.stirred();
  }

  #wait(): void {
    for (let round = 0; round < ROUNDS && this.#openFolder !== null; round += 1) {
      const { folder, missing } = nearestAbove(this.#path);
      if (!this.#listen(this.#openFolder, folder, missing)) break;
      if (nearestAbove(this.#path).missing === missing) return;
      void this.#stop();
    }
    this.#lookOnly();
  }

  #listen(openFolder: OpenFolder, folder: string, missing: string): boolean {
    if (silentFileSystemOf(folder) !== null) return false;
    const names = new Set([null, basename(missing), basename(folder)]);
    try {
      this.#open = openFolder(folder, {
        happened: (name) => {
          if (names.has(name)) this.#again();
        },
        ended: () => this.#again(),
        broken: () => this.#lookOnly(),
      });
      this.#above = folder;
      return true;
    } catch {
      return false;
    }
  }

  #lookOnly(): void {
    void this.#stop();
    this.#timer = setInterval(() => this.#told.stirred(), this.#every);
  }

  #stop(): void | Promise<void> {
    clearInterval(this.#timer);
    const open = this.#open;
    this.#open = null;
    return open?.close();
  }
}
