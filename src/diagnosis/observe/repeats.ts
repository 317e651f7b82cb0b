import type { Observation, Tally } from '../model.ts';
import { ByDigest } from './by-digest.ts';

/** What a record entered into the state. */
export interface Entered {
  readonly observations: readonly EnteredObservation[];
  readonly harmless: readonly Tally[];
  /** Its words, when it is an error that no cause knows. */
  readonly unknown: string[] | null;
  /** Its contexts name a run or an association, another one each time. */
  readonly isScoped: boolean;
  /** It may not be counted where it is a copy of another one. */
  readonly isCounted: boolean;
  /** Where the message begins behind the head; the same in bytes and in characters. */
  readonly bodyAt: number;
  /** What must stand behind the head for the same to be entered; null when it does not depend on numbers. */
  readonly exactly: string | null;
}

export interface EnteredObservation {
  readonly observation: Observation;
  /** Id of the matcher that said it. */
  readonly signal: string;
  /** Where it matched in the message. */
  readonly at: number;
}

/** An agent writes a few records over and over; many more than this are no repetition. */
const MOST = 4096;

/**
 * Remembers what records of the agent's logs entered, by the digest of their text behind the head: what such a record
 * says needs to be worked out only once. The digits of UUIDs and of numbers are no part of the digest: no cause depends on
 * the id of a request or of a message, few on a number, and where an id names a run, that is looked up each time.
 */
export class Repeats extends ByDigest<Entered> {
  constructor() {
    super(MOST);
  }
}
