import { spread } from '../../delivery/jitter.ts';
import type { AlarmClock } from '../../platform/clock.ts';
import {
  isDue,
  isRepeated,
  NOTHING_PLANNED,
  type Now,
  nextStart,
  type Plan,
  type Waits,
  type Why,
  withChange,
  withEnd,
  withSlots,
  withStart,
} from './plan.ts';
import type { Reporter, ReportOutcome } from './reporter.ts';
import type { Schedule } from './schedule.ts';

/** When reports are made: on a schedule, after changes, and again after a failure; one at a time. */
export interface Timetable {
  start(): void;
  /** Something has changed that a report should tell. */
  changed(): void;
  /** When the next report is planned, milliseconds UTC; null where none is. */
  nextAt(): number | null;
  isRunning(): boolean;
  /** Ends within ten seconds, with the report that is being made. */
  stop(): Promise<void>;
}

/** Milliseconds. */
export interface TimetableSettings {
  /** Reports on a schedule begin up to so long after their time, on one node always as long. */
  readonly jitter: number;
  /** Whether changes lead to a report at all. */
  readonly onChange: boolean;
  readonly settle: number;
  readonly atMostEvery: number;
}

export interface TimetableOptions {
  readonly settings: TimetableSettings;
  /** Null: none. */
  readonly schedule: Schedule | null;
  readonly reporter: Reporter;
  readonly clock: AlarmClock;
  /** What tells this node from others. */
  readonly node: string;
  onStart?(why: Why): void;
  onEnd?(outcome: ReportOutcome): void;
}

export function timetable(options: TimetableOptions): Timetable {
  return new PlannedReports(options);
}

/** Milliseconds after which a schedule looks at the clock again, which may have been set. */
const LOOK_AGAIN = 60_000;
/** The longest that Node waits is longer. */
const LONGEST_WAIT = 86_400_000;
/** Clocks are set by less all the time. */
const SET_BACK = 30_000;
const TIMES = 3;

const SHORTEST_BACKOFF = 60_000;
const LONGEST_BACKOFF = 3_600_000;

/** Milliseconds that a report has to end by itself, and until nobody waits any more. */
const GRACE = 3000;
const END = 10_000;

class PlannedReports implements Timetable {
  readonly #options: TimetableOptions;
  readonly #waits: Waits;
  #plan: Plan = NOTHING_PLANNED;
  /** Of the clock on the wall, what it shows more than has passed. */
  #ahead = 0;
  #isOn = false;
  #cancel = (): void => undefined;
  #run: { readonly ended: Promise<void>; readonly aborting: AbortController } | null = null;

  constructor(options: TimetableOptions) {
    this.#options = options;
    const { settings, node } = options;
    const { settle, atMostEvery, jitter } = settings;
    const backoff = backoffFrom(Math.max(SHORTEST_BACKOFF, atMostEvery), node);
    this.#waits = { delay: spread(node, jitter), settle, atMostEvery, backoff };
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    const now = this.#now();
    this.#ahead = now.wall - now.elapsed;
    this.#takeSlot(now);
    this.#look();
  }

  changed(): void {
    if (!this.#options.settings.onChange) return;
    this.#plan = withChange(this.#plan, this.#now());
    this.#look();
  }

  nextAt(): number | null {
    const now = this.#now();
    const next = nextStart(this.#plan, this.#waits, now);
    return next === null ? null : Math.round(now.wall + Math.max(0, next.at - now.elapsed));
  }

  isRunning(): boolean {
    return this.#run !== null;
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    this.#cancel();
    const run = this.#run;
    if (run === null) return;
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      const abort = clock.after(GRACE, () => run.aborting.abort());
      const giveUp = clock.after(END, resolve);
      run.ended.then(() => {
        abort();
        giveUp();
        resolve();
      });
    });
  }

  /** Starts what it is time for, or waits for it. */
  #look(): void {
    this.#cancel();
    if (!this.#isOn || this.#run !== null) return;
    const now = this.#now();
    this.#mindClock(now);
    const next = nextStart(this.#plan, this.#waits, now);
    if (next === null) return;
    const wait = Math.ceil(next.at - now.elapsed);
    if (wait <= 0) this.#begin(next.why, now);
    else this.#cancel = this.#options.clock.after(Math.min(wait, this.#longestWait()), () => this.#look());
  }

  #longestWait(): number {
    return this.#options.schedule === null ? LONGEST_WAIT : LOOK_AGAIN;
  }

  /** A clock that was set back has times before it again; those at which there was a report are left out. */
  #mindClock(now: Now): void {
    const ahead = now.wall - now.elapsed;
    if (ahead < this.#ahead - SET_BACK) this.#takeSlot(now);
    this.#ahead = ahead;
    const { slot } = this.#plan;
    if (
      slot !== null &&
      isDue(this.#plan, this.#waits, now) &&
      isRepeated(slot, this.#plan, this.#waits, now)
    )
      this.#takeSlot(now);
  }

  #takeSlot(now: Now): void {
    const { schedule } = this.#options;
    if (schedule !== null) this.#plan = withSlots(this.#plan, schedule.next(TIMES), this.#waits, now);
  }

  #begin(why: Why, now: Now): void {
    const { reporter, onStart } = this.#options;
    this.#plan = withStart(this.#plan, this.#waits, now);
    if (this.#plan.slot === null) this.#takeSlot(now);
    const aborting = new AbortController();
    onStart?.(why);
    const ended = reporter.run(aborting.signal).then((outcome) => this.#end(outcome));
    this.#run = { ended, aborting };
  }

  #end(outcome: ReportOutcome): void {
    this.#run = null;
    this.#plan = withEnd(this.#plan, outcome.kind === 'delivered', this.#waits, this.#now());
    this.#options.onEnd?.(outcome);
    this.#look();
  }

  #now(): Now {
    const { clock } = this.#options;
    return { wall: clock.now(), elapsed: clock.elapsed() };
  }
}

/** Twice as long with each failure, up to an hour, and not the same on all nodes of a fleet. */
function backoffFrom(shortest: number, node: string): Waits['backoff'] {
  return (failures) => {
    const wait = Math.min(LONGEST_BACKOFF, shortest * 2 ** Math.min(failures - 1, 20));
    return wait + spread(`${node} ${failures}`, wait / 2);
  };
}
