import { setImmediate } from 'node:timers/promises';
import type { AlarmClock } from '../../../src/platform/clock.ts';

interface Alarm {
  readonly at: number;
  readonly call: () => void;
}

/** A clock that goes on when it is told to, and can be set. */
export class SteppedClock implements AlarmClock {
  #wall: number;
  #elapsed = 5000;
  readonly #alarms = new Set<Alarm>();
  /** Alarms that went off. */
  alarms = 0;

  constructor(start: string) {
    this.#wall = Date.parse(start);
  }

  now(): number {
    return this.#wall;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(milliseconds: number, call: () => void): () => void {
    const alarm = { at: this.#elapsed + milliseconds, call };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  get waiting(): number {
    return this.#alarms.size;
  }

  /** Somebody sets the clock on the wall. */
  set(by: number): void {
    this.#wall += by;
  }

  /** Lets time pass, with all that is to happen meanwhile. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      await setImmediate();
      const [next] = [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#alarms.delete(next);
      this.#goTo(Math.max(this.#elapsed, next.at));
      this.alarms += 1;
      next.call();
    }
    this.#goTo(end);
  }

  #goTo(elapsed: number): void {
    this.#wall += elapsed - this.#elapsed;
    this.#elapsed = elapsed;
  }
}
