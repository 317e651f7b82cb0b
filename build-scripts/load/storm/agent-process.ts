import type { RollingLog } from './rolling-log.ts';
import type { Timeline } from './timeline.ts';

export type Level = 'INFO' | 'WARN' | 'ERROR';

/** The logs that a process writes to, each by a handle of its own. */
export interface Logs {
  readonly main: RollingLog;
  readonly errors: RollingLog;
}

interface Waiting {
  readonly record: string;
  /** The copy for errors.log. */
  readonly copy: string | null;
  /** Called when the record was written, with whether anybody can read it. */
  written(readable: boolean): void;
}

/** How long the logger of the agent keeps records before it writes them, in milliseconds. */
const SHORTEST = 2;
const LONGEST = 100;
const UNNOTICED = () => {};

/**
 * A process of the agent as far as its logs go: records get the time at which they were made and are written a little
 * later, each in one piece, so that those of several processes stand in the files out of order.
 */
export class AgentProcess {
  readonly #timeline: Timeline;
  readonly #random: () => number;
  readonly #logs: Logs;
  readonly #name: string;
  #waiting: Waiting[] = [];
  #ending = false;

  /** `name` precedes every message, with a blank behind it; empty for the messages that have no such mark. */
  constructor(timeline: Timeline, random: () => number, logs: Logs, name: string) {
    this.#timeline = timeline;
    this.#random = random;
    this.#logs = logs;
    this.#name = name;
  }

  log(level: Level, text: string, written: (readable: boolean) => void = UNNOTICED): void {
    const time = stamp(this.#timeline.now);
    const message = `${this.#name}${text}`;
    const record = `${time} ${level} ${message}\n`;
    const copy = level === 'ERROR' ? `${time} ${level} [Execute @ synthetic.go.128] ${message}\n` : null;
    if (this.#waiting.push({ record, copy, written }) > 1) return;
    this.#timeline.after(SHORTEST + this.#random() * (LONGEST - SHORTEST), () => this.#flush());
  }

  /** Writes what waits, then ends. */
  end(): void {
    this.#ending = true;
    if (this.#waiting.length === 0) this.#close();
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { record, copy, written } of waiting) {
      this.#logs.main.append(record);
      // Most records are of no interest; only of the others is asked where they went.
      if (written !== UNNOTICED) written(!this.#logs.main.gone);
      if (copy !== null) this.#logs.errors.append(copy);
    }
    if (this.#ending) this.#close();
  }

  #close(): void {
    this.#logs.main.close();
    this.#logs.errors.close();
  }
}

/** As the agent writes a time: local, with tenths of a millisecond. */
export function stamp(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${clock}.${String(Math.floor((time % 1000) * 10)).padStart(4, '0')}`;
}
