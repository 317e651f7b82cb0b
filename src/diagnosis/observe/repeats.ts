import type { Observation, Tally } from '../model.ts';

/** What a record entered into the state that belongs to the agent as a whole. */
export interface Entered {
  readonly observations: readonly EnteredObservation[];
  readonly harmless: readonly Tally[];
  /** Where the message begins behind the head. */
  readonly bodyAt: number;
}

export interface EnteredObservation {
  readonly observation: Observation;
  /** Id of the matcher that said it. */
  readonly signal: string;
  /** Where it matched in the message. */
  readonly at: number;
}

/** A retry loop writes a few records over and over; more than this are no repetition. */
const MOST = 512;
const LONGEST = 2000;

const REQUEST_ID = 'request id: ';
const UUID_LENGTH = 36;

/**
 * Remembers what records entered, by their text behind the head, which is the same but for the id of a request when an
 * agent tries again: what such a record says needs to be worked out only once. Nothing but time depends on it.
 */
export class Repeats {
  readonly #entered = new Map<string, Entered>();

  /** What the record `text`, whose head ends at `from`, enters; undefined when that is not known. */
  get(text: string, from: number): Entered | undefined {
    return this.#entered.get(keyOf(text, from));
  }

  remember(text: string, from: number, entered: Entered): void {
    if (text.length > LONGEST) return;
    if (this.#entered.size >= MOST) this.#entered.clear();
    this.#entered.set(keyOf(text, from), entered);
  }
}

/** No cause, and no subject of one, depends on the id of a request; the service's errors end with it. */
function keyOf(text: string, from: number): string {
  const end = text.length - UUID_LENGTH;
  return text.slice(from, text.startsWith(REQUEST_ID, end - REQUEST_ID.length) ? end : text.length);
}
