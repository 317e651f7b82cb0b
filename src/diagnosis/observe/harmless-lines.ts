import type { Tally } from '../model.ts';

/** A script writes a few such lines over and over; many more than this are no repetition. */
const MOST = 512;

/**
 * Remembers lines of output that are only harmless, by a digest in which the time and the digits of UUIDs do not count:
 * of such a line nothing is entered but that it was there once more.
 */
export class HarmlessLines {
  readonly #tallies = new Map<number, readonly Tally[]>();

  /** What counts such lines; undefined when a line with this digest has to be looked at. */
  get(digest: number): readonly Tally[] | undefined {
    return this.#tallies.get(digest);
  }

  remember(digest: number, tallies: readonly Tally[]): void {
    if (this.#tallies.size >= MOST) this.#tallies.clear();
    this.#tallies.set(digest, tallies);
  }
}
