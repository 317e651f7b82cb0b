import type { Planted, Truth } from '../storm/truth.ts';
import type { Heard, Message } from './watcher.ts';
import { wrongRuns } from './wrong-runs.ts';

/** What was found of what the writer did. */
export interface Account {
  readonly missed: readonly Planted[];
  readonly twice: readonly Planted[];
  /** Findings that nothing planted explains. */
  readonly unexplained: readonly Message[];
  /** Shortest first. */
  readonly latencies: readonly Latency[];
  readonly lost: number;
  /** What was said of runs that is not so, in words. */
  readonly wrongRuns: readonly string[];
}

/** From when a failure could be known to when its finding was read. */
export interface Latency {
  readonly kind: string;
  readonly milliseconds: number;
}

/** Holds what the program said against what the writer did. */
export function accountOf({ planted, runs }: Truth, heard: readonly Heard[]): Account {
  const findings = heard.filter(
    ({ message: { type, change } }) => type === 'finding' && (change === 'new' || change === 'again'),
  );
  const found = planted.map((failure) => ({
    failure,
    moments: findings.filter(({ message }) => proves(message, failure)).map(({ moment }) => moment),
  }));
  return {
    missed: found.filter(({ moments }) => moments.length === 0).map(({ failure }) => failure),
    twice: found.filter(({ moments }) => moments.length > 1).map(({ failure }) => failure),
    unexplained: findings
      .map(({ message }) => message)
      .filter((message) => !planted.some((failure) => explains(failure, message))),
    // The note of a failure is made after its write returned, when the program may have read it already.
    latencies: found
      .flatMap(({ failure, moments: [first] }) =>
        first === undefined
          ? []
          : [{ kind: failure.kind, milliseconds: Math.max(0, first - failure.moment) }],
      )
      .sort((a, b) => a.milliseconds - b.milliseconds),
    lost: heard.filter(({ message: { type } }) => type === 'lost').length,
    wrongRuns: wrongRuns(runs, heard),
  };
}

/** The value that so many of the sorted ones do not exceed; NaN of nothing. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function proves({ cause, evidence }: Message, { roots, tell }: Planted): boolean {
  return cause !== undefined && roots.includes(cause) && (evidence?.excerpt.includes(tell) ?? false);
}

/** Whether the finding tells the failure, or what it brought about in the same run. */
function explains({ roots, also = [], tell, commandId, associationId }: Planted, message: Message): boolean {
  const { cause, evidence, operation } = message;
  if (cause === undefined || ![...roots, ...also].includes(cause)) return false;
  if (evidence?.excerpt.includes(tell)) return true;
  return (
    (commandId !== null && operation?.commandId === commandId) ||
    (associationId !== null && operation?.associationId === associationId)
  );
}
