import type { PrivateFolder } from '../../platform/private-folder.ts';

const MOST_FILES = 10;
const MOST_BYTES = 8e6;

/** Takes what must not be sent out of the way, for a person to look at; the oldest goes when there is too much. */
export class Aside {
  readonly #folder: PrivateFolder;

  constructor(folder: PrivateFolder) {
    this.#folder = folder;
  }

  get path(): string {
    return this.#folder.path;
  }

  /** @throws FilesError */
  take(name: string, from: PrivateFolder): void {
    if (from.move(name, this.#folder)) this.#prune();
  }

  #prune(): void {
    const oldestFirst = this.#folder
      .names()
      .map((name) => ({
        name,
        bytes: this.#folder.size(name) ?? 0,
        at: this.#folder.modified(name) ?? 0,
      }))
      .sort((a, b) => a.at - b.at);
    let bytes = oldestFirst.reduce((sum, file) => sum + file.bytes, 0);
    let count = oldestFirst.length;
    for (const file of oldestFirst) {
      if (count <= MOST_FILES && bytes <= MOST_BYTES) return;
      this.#folder.remove(file.name);
      count -= 1;
      bytes -= file.bytes;
    }
  }
}
