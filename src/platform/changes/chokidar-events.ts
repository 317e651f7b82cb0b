import { basename, join, resolve } from 'node:path';
import type { FSWatcher } from 'chokidar';
import type { EventListener, FolderEvents, OpenEvents } from './events.ts';

/**
 * By chokidar, which knows what Windows and macOS leave out: the end of the folder that is watched, and the first
 * events of a new watch. One watcher for each folder: a path that was once unwatched is kept by a watcher until its end.
 */
export const chokidarEvents: FolderEvents = {
  // Measured on Linux only.
  looksWhenBusy: false,
  hearsFiles: false,
  open: (folder, listener) => new Watched(folder, listener),
};

class Watched implements OpenEvents {
  #watcher: FSWatcher | null = null;
  #closed = false;

  constructor(folder: string, listener: EventListener) {
    this.#start(folder, listener).catch(listener.broken);
  }

  async #start(folder: string, { happened, ended, broken }: EventListener): Promise<void> {
    const { watch } = await import('chokidar');
    if (this.#closed) return;
    const own = basename(folder);
    const anything = () => happened(null);
    this.#watcher = watch(folder, {
      depth: 0,
      ignored: isBelow(folder),
      ignoreInitial: true,
      followSymlinks: false,
      atomic: false,
    })
      .on('raw', (event, name: string | null) =>
        event === 'rename' && name === own ? ended() : happened(name),
      )
      .on('ready', anything)
      .on('addDir', anything)
      .on('unlinkDir', anything)
      .on('error', broken);
  }

  async close(): Promise<void> {
    this.#closed = true;
    // What cannot be closed is forgotten, and nothing is heard of it.
    await this.#watcher?.close().catch(() => undefined);
  }
}

/**
 * So that no file is looked at upon an event. The folder's own name in it is let through: under it comes the news of
 * the folder itself.
 */
function isBelow(folder: string): (path: string) => boolean {
  const own = new Set([resolve(folder), join(resolve(folder), basename(folder))].map(slashes));
  return (path) => !own.has(path);
}

/** Paths are handed over like this on each platform. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
