export interface ShareOptions {
  /** One part in so many of the time. */
  readonly oneIn: number;
  /** Milliseconds of work ahead of that for which nothing waits. */
  readonly ahead: number;
  /** Milliseconds that the next work waits at most. */
  readonly longest: number;
}

/** Bounds the part of the time that goes into work that can wait. Times are milliseconds of a monotonic clock. */
export class ShareOfTime {
  readonly #options: ShareOptions;
  /** Until when the work that was done takes up its share. */
  #paidUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ShareOptions) {
    this.#options = options;
  }

  /** From when on there is a share for more. */
  get freeFrom(): number {
    return this.#paidUntil - this.#ahead;
  }

  /** Notes work that began at a time and took so many milliseconds. */
  spend(began: number, took: number): void {
    const { oneIn, longest } = this.#options;
    const paidUntil = Math.max(this.#paidUntil, began) + oneIn * took;
    this.#paidUntil = Math.min(paidUntil, began + longest + this.#ahead);
  }

  get #ahead(): number {
    return this.#options.oneIn * this.#options.ahead;
  }
}
