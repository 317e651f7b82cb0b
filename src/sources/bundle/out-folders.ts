import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** The folders below the one that an archive is unpacked to. Steps are those of a path below it. */
export class OutFolders {
  readonly #root: string;
  /** Newest file below each folder that was made, milliseconds since 1970; 0 when there is none. */
  readonly #newest = new Map<string, number>([['', 0]]);
  /** What the archive itself says of folders. */
  readonly #dates = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Makes a folder and those above it; returns how many were not there before. Throws the system's error. */
  make(steps: readonly string[]): number {
    if (this.#newest.has(steps.join('/'))) return 0;
    mkdirSync(join(this.#root, ...steps), { recursive: true, mode: 0o700 });
    let count = 0;
    for (let depth = steps.length; depth > 0; depth -= 1) {
      const path = steps.slice(0, depth).join('/');
      if (this.#newest.has(path)) break;
      this.#newest.set(path, 0);
      count += 1;
    }
    return count;
  }

  /** Dates a folder as the archive does. */
  date(steps: readonly string[], modified: number): void {
    this.#dates.set(steps.join('/'), modified);
  }

  /** Takes down the date of a file, which stands in for folders that the archive gives no date. */
  noteFile(steps: readonly string[], modified: number): void {
    for (let depth = steps.length - 1; depth >= 0; depth -= 1) {
      const path = steps.slice(0, depth).join('/');
      if ((this.#newest.get(path) ?? 0) >= modified) break;
      this.#newest.set(path, modified);
    }
  }

  /** Dates all folders; the last thing to do, as writing into one changes its date. */
  finish(unknown: number): void {
    for (const [path, newest] of this.#newest) {
      const seconds = (this.#dates.get(path) ?? (newest || unknown)) / 1000;
      try {
        utimesSync(join(this.#root, path), seconds, seconds);
      } catch {
        // A date that cannot be set is no reason to lose the content.
      }
    }
  }
}
