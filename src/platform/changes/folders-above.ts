import type { EventListener, OpenEvents, OpenFolder } from './events.ts';

/**
 * Hears what happens in folders that are watched already, from whoever watches them, and opens events of the others: a
 * folder that is heard for two is heard in full for as long as one of them listens, however much happens in it.
 */
export class FoldersAbove {
  readonly #open: OpenFolder;
  readonly #isWatched: (folder: string) => boolean;
  readonly #listeners = new Map<string, Set<EventListener>>();

  constructor(open: OpenFolder, isWatched: (folder: string) => boolean) {
    this.#open = open;
    this.#isWatched = isWatched;
  }

  /** As `OpenFolder`. */
  open(folder: string, listener: EventListener): OpenEvents {
    if (!this.#isWatched(folder)) return this.#open(folder, listener);
    const listeners = this.#listeners.get(folder) ?? new Set();
    this.#listeners.set(folder, listeners.add(listener));
    return {
      close: () => {
        listeners.delete(listener);
        if (listeners.size === 0) this.#listeners.delete(folder);
      },
    };
  }

  /** To be called with what is told of a watched folder, and with null when it is watched no more. */
  changed(folder: string, name: string | null): void {
    for (const listener of [...(this.#listeners.get(folder) ?? [])]) listener.happened(name);
  }
}
