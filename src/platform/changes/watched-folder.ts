import { ByEvents } from './by-events.ts';
import { ByLooking } from './by-looking.ts';
import type { FolderEvents, OpenFolder } from './events.ts';
import { silentFileSystemOf } from './file-systems.ts';
import {
  isExhaustion,
  reasonOfError,
  reasonOfFileSystem,
  reasonOfRefusal,
  reasonOfSetting,
} from './reasons.ts';
import { type Standing, standingAt } from './standing.ts';
import { Waiting } from './waiting.ts';
import type { WatchedBy } from './watched-by.ts';
import type { Told, Way } from './way.ts';

/** How folders are watched, and who hears of it. */
export interface Means {
  /** Null where they are not to be used. */
  readonly events: FolderEvents | null;
  /** How one waits for a folder by what happens above it; null where there are no events. */
  readonly openAbove: OpenFolder | null;
  /** Milliseconds between two looks where there are no events. */
  readonly every: number;
  changed(folder: string, name: string | null): void;
  stated(folder: string, state: WatchedBy): void;
}

/** One folder, in whatever way it can be watched now. */
export class WatchedFolder implements Told {
  readonly #path: string;
  readonly #means: Means;
  #standing: Standing;
  #way: Way | null = null;
  #state: WatchedBy | null = null;
  /** They were refused, and are asked for again. */
  #lacksEvents = false;
  #closed = false;

  constructor(path: string, means: Means) {
    this.#path = path;
    this.#means = means;
    this.#standing = standingAt(path);
    this.#take(this.#begin());
    this.stirred();
  }

  get state(): WatchedBy {
    return this.#state ?? { by: 'absent' };
  }

  changed(name: string | null): void {
    if (!this.#closed) this.#means.changed(this.#path, name);
  }

  stirred(): void {
    if (this.#closed) return;
    const standing = standingAt(this.#path);
    if (standing.mark !== this.#standing.mark) this.#settle(standing);
  }

  ended(): void {
    if (!this.#closed) this.#settle(standingAt(this.#path));
  }

  broken(error: unknown): void {
    this.stirred();
    if (this.#closed || this.#standing.kind !== 'folder' || this.#state?.by !== 'events') return;
    void this.#way?.close();
    this.#take(this.#lookFor(error));
    this.changed(null);
  }

  /**
   * What no event tells of: a folder above was moved, something was mounted, watches are left again.
   *
   * @returns whether others may ask for events now
   */
  check(mayAskForEvents: boolean): boolean {
    this.stirred();
    this.#way?.check?.();
    return mayAskForEvents && this.#lacksEvents ? this.#askAgain() : mayAskForEvents;
  }

  /** Looks, where so much happens in it that it is not heard; says whether that goes on. */
  look(): boolean {
    return this.#way?.look?.() ?? false;
  }

  close(): void | Promise<void> {
    this.#closed = true;
    return this.#way?.close();
  }

  #settle(standing: Standing): void {
    void this.#way?.close();
    this.#standing = standing;
    this.#take(this.#begin());
    this.changed(null);
    // What happened while it was begun.
    this.stirred();
  }

  #take({ way, state }: { way: Way; state: WatchedBy }): void {
    this.#way = way;
    const before = this.#state;
    this.#state = state;
    if (before?.by !== state.by || reasonIn(before) !== reasonIn(state))
      this.#means.stated(this.#path, state);
  }

  #begin(): { way: Way; state: WatchedBy } {
    this.#lacksEvents = false;
    const { events, openAbove, every } = this.#means;
    const standing = this.#standing;
    if (standing.kind === 'absent')
      return { way: new Waiting(this.#path, openAbove, every, this), state: { by: 'absent' } };
    if (standing.kind === 'refused') return this.#look(reasonOfRefusal(standing.code, every));
    if (events === null) return this.#look(reasonOfSetting(every));
    const silent = silentFileSystemOf(this.#path);
    if (silent !== null) return this.#look(reasonOfFileSystem(silent, every));
    try {
      return { way: new ByEvents(this.#path, events, this), state: { by: 'events' } };
    } catch (error) {
      return this.#lookFor(error);
    }
  }

  #look(reason: string): { way: Way; state: WatchedBy } {
    return {
      way: new ByLooking(this.#path, this.#means.every, this),
      state: { by: 'polling', reason },
    };
  }

  #lookFor(error: unknown): { way: Way; state: WatchedBy } {
    this.#lacksEvents = true;
    return this.#look(reasonOfError(error, this.#means.every));
  }

  #askAgain(): boolean {
    const { events } = this.#means;
    if (events === null) return false;
    try {
      const way = new ByEvents(this.#path, events, this);
      void this.#way?.close();
      this.#lacksEvents = false;
      this.#take({ way, state: { by: 'events' } });
      this.changed(null);
      return true;
    } catch (error) {
      return !isExhaustion(error);
    }
  }
}

function reasonIn(state: WatchedBy | null): string | null {
  return state?.by === 'polling' ? state.reason : null;
}
