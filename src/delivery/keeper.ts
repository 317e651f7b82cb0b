import { FilesError } from '../platform/files.ts';
import { FolderError } from '../platform/private-folder.ts';
import type { Means } from './means.ts';
import { hashOf, type SpoolEntry } from './spool/entry.ts';
import { type Lock, takeLock } from './spool/lock.ts';
import type { Kept } from './spool/spool.ts';
import type { State } from './spool/state.ts';

/** An entry of this run; its name on the disk, or null where it could not be kept. */
export interface Own {
  readonly entry: SpoolEntry;
  readonly name: string | null;
}

/**
 * The state of a run, where there may be none: a disk that is full, read-only or open to others keeps nothing from
 * being sent. What cannot be done is noted, where it matters.
 */
export class Keeper {
  readonly #state: State | null;
  readonly #notes: string[];

  constructor(openState: Means['openState'], notes: string[]) {
    this.#notes = notes;
    this.#state = this.#opened(openState);
  }

  keep(entry: SpoolEntry): Own {
    const state = this.#state;
    if (state === null) return { entry, name: null };
    const failed = (code: string) => `${entry.type} could not be kept for later: ${code} in ${state.path}`;
    return { entry, name: this.#tried(() => state.spool.keep(entry), failed) };
  }

  /** `busy` when another run holds it until the deadline; null where there is no state to share. */
  async lock(options: Parameters<typeof takeLock>[1]): Promise<Lock | 'busy' | null> {
    if (this.#state === null) return null;
    try {
      const lock = await takeLock(this.#state.locks, options);
      return lock === null ? 'busy' : { release: () => this.#tried(() => lock.release()) };
    } catch (error) {
      // On a full disk a report that is sent twice is better than one that is not sent.
      if (error instanceof FilesError) return null;
      throw error;
    }
  }

  /** What waits for this node; what does not belong there is noted. */
  pending(node: string): readonly Kept[] {
    const state = this.#state;
    if (state === null) return [];
    const failed = (code: string) =>
      `what earlier runs kept could not be looked through: ${code} in ${state.path}`;
    const found = this.#tried(() => state.spool.pending(node), failed);
    this.#notes.push(...(found?.notes ?? []));
    return found?.entries ?? [];
  }

  /** The hash that the service accepted last for the entry's type. */
  known(entry: SpoolEntry, place: string): string | null {
    return this.#state?.sent.hash(entry, place) ?? null;
  }

  /** Whether a run beside this one has sent it with its own. */
  wasSent({ entry, name }: Own, place: string): boolean {
    if (this.#state === null || name === null || this.#state.spool.has(name)) return false;
    return this.known(entry, place) === hashOf(entry);
  }

  /** It is there: it waits no more. At worst it is sent twice. */
  sent({ entry, name }: Own, place: string): void {
    const state = this.#state;
    if (state === null) return;
    this.#tried(() => state.sent.note(entry, place));
    if (name !== null) this.#tried(() => state.spool.remove(name));
  }

  /** It will never be accepted: it waits no more, but can be looked at. */
  setAside(name: string): void {
    this.#tried(() => this.#state?.spool.setAside(name));
  }

  #opened(openState: Means['openState']): State | null {
    try {
      return openState();
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
      this.#notes.push(`nothing can be kept for later: ${error.message}`);
      return null;
    }
  }

  /** Null where the disk does not allow it. */
  #tried<T>(work: () => T, note?: (code: string) => string): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FilesError)) throw error;
      if (note !== undefined) this.#notes.push(note(error.code));
      return null;
    }
  }
}
