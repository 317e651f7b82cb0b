interface Event {
  readonly at: number;
  act(): void;
}

/** At its time, as on a node, or as fast as it can be written. */
export type Pace = 'real' | 'at once';

/** What is to happen and when, in milliseconds since 1970. */
export class Timeline {
  /** Of the event that happens now. */
  now: number;
  /** By how many milliseconds the latest event was late, at most. */
  latest = 0;
  readonly #events: Event[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** What is to happen at the same time happens in the order in which it was asked for. */
  after(milliseconds: number, act: () => void): void {
    const at = this.now + milliseconds;
    let place = this.#events.length;
    while (place > 0 && (this.#events[place - 1] as Event).at > at) place--;
    this.#events.splice(place, 0, { at, act });
  }

  /** Lets all happen, also what events ask for, until nothing is left. */
  async run(pace: Pace): Promise<void> {
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      if (pace === 'real') await this.#waitFor(event.at);
      this.now = event.at;
      event.act();
    }
  }

  async #waitFor(at: number): Promise<void> {
    const wait = at - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    else this.latest = Math.max(this.latest, -wait);
  }
}
