/**
 * What was worked out for texts, by their digests. Those that repeat come again soon, so that a full one begins anew:
 * its memory is bounded, and no text that is gone for good stays.
 */
export class ByDigest<Value> {
  readonly #most: number;
  readonly #values = new Map<number, Value>();

  /** `most`: of how many texts it knows at a time. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Undefined when nothing is known of a text with this digest. */
  get(digest: number): Value | undefined {
    return this.#values.get(digest);
  }

  remember(digest: number, value: Value): void {
    if (this.#values.size >= this.#most) this.#values.clear();
    this.#values.set(digest, value);
  }
}
