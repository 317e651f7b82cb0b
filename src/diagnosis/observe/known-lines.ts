import type { EngineState, Tally } from '../model.ts';
import { ByDigest } from './by-digest.ts';
import { type RunFact, runFactsIn } from './facts.ts';
import type { RecordReading } from './reading-of.ts';

/** All that a line of output says. */
export interface KnownLine {
  readonly harmless: readonly Tally[];
  readonly facts: readonly RunFact[];
  /** It closes trouble that stands above it in its stream; without any it says nothing more. */
  readonly closes: boolean;
}

/** A script writes a few such lines over and over; many more than this are no repetition. */
const MOST = 512;

/**
 * Remembers lines of output that say little, by a digest in which the time and the digits of UUIDs do not count: of such
 * a line it is known what is entered when it is there once more.
 */
export class KnownLines extends ByDigest<KnownLine> {
  constructor() {
    super(MOST);
  }
}

/** What a line said, where each line with its digest says the same; else null. */
export function knownLineOf({ harmless }: EngineState, reading: RecordReading): KnownLine | null {
  const { signals, successes, context } = reading;
  if (signals.length > 0 || !successes.every(({ matcher }) => matcher.reach === 'stream')) return null;
  const facts: RunFact[] = [];
  for (const { matcher, match } of context) {
    const found = matcher.errorAbove === true ? null : runFactsIn(match);
    if (found === null || found.some(({ value }) => UUID.test(value))) return null;
    facts.push(...found);
  }
  const tallies = reading.harmless.flatMap(({ matcher }) => harmless.get(matcher.id) ?? []);
  return { harmless: tallies, facts, closes: successes.length > 0 };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
