import { basename, dirname } from 'node:path';
import { chokidarEvents } from './changes/chokidar-events.ts';
import type { FolderEvents } from './changes/events.ts';
import { FileAlarms } from './changes/file-alarms.ts';
import { FoldersAbove } from './changes/folders-above.ts';
import { inotifyEvents } from './changes/inotify-events.ts';
import { Notices } from './changes/notices.ts';
import type { WatchedBy } from './changes/watched-by.ts';
import { type Means, WatchedFolder } from './changes/watched-folder.ts';

export type { WatchedBy } from './changes/watched-by.ts';

/** Says that something happened in folders. What it was, the one who hears it finds out by reading. */
export interface FolderWatch {
  /**
   * Watches exactly these folders from now on, each without what is below it; one that is not there yet is watched as
   * soon as it is made. Read them after this returned, and nothing is missed. A link is not followed: hand over what
   * it leads to.
   */
  setFolders(folders: readonly string[]): void;
  /**
   * Tells at once of what is written to exactly these files from now on, under their folders and names, whether those
   * are watched or not; until the next look no more than once of each. Only Linux lets it; elsewhere nothing is told.
   */
  setAlarms(files: readonly string[]): void;
  /**
   * Looks at the folders in which so much happens that listening costs more, and tells what changed since the last
   * look. Says whether there are such; nothing is told of them without it. To be called when something was told.
   */
  look(): boolean;
  state(): ReadonlyMap<string, WatchedBy>;
  /** Nothing is told from the call on, and nothing keeps the process running. */
  close(): Promise<void>;
}

export interface FolderWatchOptions {
  /**
   * Something came, went or changed under this name in the folder; under null anything may have, the coming and going
   * of the folder itself, too. Told again and again, also when nothing can be found that changed.
   */
  onChange(folder: string, name: string | null): void;
  /** At first, within `setFolders`, and whenever it changes. */
  onState(folder: string, state: WatchedBy): void;
  /** By itself it polls where events do not work. */
  polling: 'auto' | 'always';
  /** Milliseconds between two looks where it polls. */
  every: number;
}

/** Milliseconds between two looks at what no event tells of. */
const CHECK = 5000;

export function watchFolders(
  options: FolderWatchOptions,
  events: FolderEvents = process.platform === 'linux' ? inotifyEvents : chokidarEvents,
  check = CHECK,
): FolderWatch {
  return new Folders(options, options.polling === 'always' ? null : events, check);
}

class Folders implements FolderWatch {
  readonly #folders = new Map<string, WatchedFolder>();
  readonly #above: FoldersAbove | null;
  readonly #alarms: FileAlarms | null;
  readonly #notices: Notices;
  readonly #means: Means;
  readonly #check: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ onChange, onState, every }: FolderWatchOptions, events: FolderEvents | null, check: number) {
    this.#check = check;
    this.#notices = new Notices(onChange, () => this.#folders.keys());
    const above =
      events === null ? null : new FoldersAbove(events.open, (folder) => this.#folders.has(folder));
    this.#above = above;
    const rang = (file: string) => this.#notices.add(dirname(file), basename(file));
    this.#alarms = events?.hearsFiles === true ? new FileAlarms(events, rang) : null;
    this.#means = {
      events,
      openAbove: above === null ? null : (folder, listener) => above.open(folder, listener),
      every,
      changed: (folder, name) => {
        this.#notices.add(folder, name);
        above?.changed(folder, name);
      },
      stated: onState,
    };
  }

  setFolders(folders: readonly string[]): void {
    if (this.#closed) return;
    const wanted = new Set(folders);
    for (const folder of this.#folders.keys()) if (!wanted.has(folder)) this.#forget(folder);
    for (const folder of wanted) {
      if (!this.#folders.has(folder)) this.#folders.set(folder, new WatchedFolder(folder, this.#means));
    }
    this.#timer ??= setInterval(() => this.#checkAll(), this.#check);
  }

  setAlarms(files: readonly string[]): void {
    if (!this.#closed) this.#alarms?.setFiles(files);
  }

  look(): boolean {
    this.#alarms?.setAgain();
    let isBusy = false;
    for (const folder of this.#folders.values()) isBusy = folder.look() || isBusy;
    return isBusy;
  }

  state(): ReadonlyMap<string, WatchedBy> {
    return new Map([...this.#folders].map(([folder, watched]) => [folder, watched.state]));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#notices.close();
    this.#alarms?.close();
    const closing = [...this.#folders.values()].map((folder) => folder.close());
    this.#folders.clear();
    await Promise.all(closing);
  }

  #forget(folder: string): void {
    void this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
    this.#above?.changed(folder, null);
  }

  #checkAll(): void {
    let mayAskForEvents = true;
    for (const folder of this.#folders.values()) mayAskForEvents = folder.check(mayAskForEvents);
  }
}
