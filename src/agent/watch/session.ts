import type { LiveDiagnosis } from '../../diagnosis/live/live-diagnosis.ts';
import type { FolderWatch, FolderWatchOptions, WatchedBy } from '../../platform/changes.ts';

export interface SessionOptions {
  readonly live: LiveDiagnosis;
  readonly watchFolders: (options: FolderWatchOptions) => FolderWatch;
  readonly polling: FolderWatchOptions['polling'];
  /** Milliseconds between two looks where no events come. */
  readonly every: number;
  /** Told when a folder is watched in another way than before. */
  readonly onWatchedBy: (folder: string, by: WatchedBy) => void;
  /** Told of what should not happen; the session has ended then. */
  readonly onFailure: (error: unknown) => void;
}

/** Milliseconds that changes are gathered, beside those for which a busy folder is not looked at. */
const GATHERING = 5;
/**
 * Milliseconds from one piece of work to the next: each costs as much again as what it finds. As a busy folder is
 * looked at every 30 milliseconds, what happens in the others is taken along with that, and it waits for nothing.
 */
const PACE = 25;

/** Keeps a live diagnosis at work: tells it what happens in its folders, and calls it when something is due. */
export class WatchSession {
  readonly #options: SessionOptions;
  readonly #watch: FolderWatch;
  #timer: NodeJS.Timeout | null = null;
  /** Milliseconds of the monotonic clock; when the timer rings. */
  #due = Number.POSITIVE_INFINITY;
  #folders = '';
  #workedAt = Number.NEGATIVE_INFINITY;
  #hasEnded = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { watchFolders, polling, every, onWatchedBy } = options;
    this.#watch = watchFolders({
      polling,
      every,
      onChange: (folder, name) => this.#changed(folder, name),
      onState: onWatchedBy,
    });
  }

  /** Begins to follow; changes from now on are told. */
  start(): void {
    this.#follow();
    // What happened between the first look and the first watch is seen by another look.
    this.#options.live.lookEverywhere();
    this.#wake(performance.now() + GATHERING);
  }

  /** How each folder is watched. */
  get watched(): ReadonlyMap<string, WatchedBy> {
    return this.#watch.state();
  }

  /** Reads once more what is there, and lets go of everything. */
  async stop(): Promise<void> {
    if (!this.#hasEnded) this.#run(() => this.#options.live.finish(performance.now()));
    this.#end();
    await this.#watch.close();
  }

  #changed(folder: string, name: string | null): void {
    if (this.#hasEnded) return;
    this.#options.live.changed(folder, name);
    this.#wake(performance.now() + GATHERING);
  }

  #wake(at: number): void {
    const due = Math.max(at, this.#workedAt + PACE);
    if (this.#hasEnded || due >= this.#due) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => this.#work(), Math.max(0, due - performance.now()));
  }

  #work(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#due = Number.POSITIVE_INFINITY;
    this.#run(() => {
      this.#workedAt = performance.now();
      const due = this.#options.live.work(this.#workedAt);
      this.#follow();
      if (due !== null) this.#wake(due);
    });
  }

  #run(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#end();
      this.#options.onFailure(error);
    }
  }

  #follow(): void {
    const { folders } = this.#options.live;
    const key = folders.join('\n');
    if (key === this.#folders) return;
    this.#folders = key;
    this.#watch.setFolders(folders);
  }

  #end(): void {
    this.#hasEnded = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
