import type { LiveDiagnosis } from '../../diagnosis/live/live-diagnosis.ts';
import type { FolderWatch, FolderWatchOptions, WatchedBy } from '../../platform/changes.ts';
import { ShareOfTime } from '../../platform/share-of-time.ts';

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

/** Milliseconds that changes are gathered. */
const GATHERING = 5;
/** Milliseconds from one piece of work to the next. */
const PACE = 25;
/**
 * How much of the time may go into work on what tells of no failure: what is done in one piece costs less than in
 * several, and nobody follows each line of a storm.
 */
const UNHURRIED = { oneIn: 200, ahead: 25, longest: 1000 };
/** Milliseconds by which a timer may ring early. */
const EARLY = 1;

/** Keeps a live diagnosis at work: tells it what happens in its folders, and calls it when something is due. */
export class WatchSession {
  readonly #options: SessionOptions;
  readonly #watch: FolderWatch;
  #timer: NodeJS.Timeout | null = null;
  /** Milliseconds of the monotonic clock, as all of these; when the timer rings. */
  #ringsAt = Number.POSITIVE_INFINITY;
  #workFrom = Number.POSITIVE_INFINITY;
  #workedAt = Number.NEGATIVE_INFINITY;
  readonly #unhurried = new ShareOfTime(UNHURRIED);
  #folders = '';
  #isAtWork = false;
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
    this.#workBy(performance.now() + GATHERING);
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
    const { live } = this.#options;
    const now = performance.now();
    if (!this.#isAtWork) this.#run(() => this.#findNew(now));
    const isUrgent = live.changed(folder, name, now);
    if (this.#isAtWork) return;
    const soon = now + GATHERING;
    this.#workBy(isUrgent ? soon : Math.max(soon, this.#unhurried.freeFrom));
  }

  #findNew(now: number): void {
    const { live } = this.#options;
    if (live.findNew(now)) this.#watch.setAlarms(live.alarms);
  }

  #workBy(at: number): void {
    this.#workFrom = Math.min(this.#workFrom, at);
    this.#setTimer();
  }

  #setTimer(): void {
    const at = Math.max(this.#workFrom, this.#workedAt + PACE);
    if (this.#hasEnded || at >= this.#ringsAt) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#ringsAt = at;
    this.#timer = setTimeout(() => this.#step(), Math.max(0, at - performance.now()));
  }

  #step(): void {
    this.#timer = null;
    this.#ringsAt = Number.POSITIVE_INFINITY;
    this.#run(() => {
      const now = performance.now();
      if (now + EARLY >= this.#workFrom) this.#work(now);
      this.#setTimer();
    });
  }

  #work(now: number): void {
    const { live } = this.#options;
    this.#workedAt = now;
    this.#workFrom = Number.POSITIVE_INFINITY;
    this.#isAtWork = true;
    const isBusy = this.#watch.look();
    this.#isAtWork = false;
    const { soon, later } = live.work(now);
    this.#follow();
    this.#unhurried.spend(now, performance.now() - now);
    const unhurried = isBusy ? now : later;
    this.#workFrom = Math.min(this.#workFrom, soon, Math.max(unhurried, this.#unhurried.freeFrom));
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
    const { folders, alarms } = this.#options.live;
    this.#watch.setAlarms(alarms);
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
