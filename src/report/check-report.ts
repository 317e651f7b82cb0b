import type { Platform, RemedyStep, Report } from './report.ts';

/**
 * What live checks of a machine found. Every format and the exit status are a function of it. `schemaVersion` follows
 * the report's rule.
 */
export interface CheckReport extends Pick<Report, 'tool'> {
  readonly schemaVersion: '1.0';
  readonly node: {
    readonly id: string | null;
    readonly platform: Platform;
    readonly region: string | null;
  };
  readonly run: {
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly durationMs: number;
    /** Milliseconds that all checks together had. */
    readonly limitMs: number;
    /** Whether it ran as root, or as Administrator. */
    readonly isPrivileged: boolean;
    readonly root: string;
  };
  readonly answer: CheckAnswer;
  /** In the order of the list of checks. */
  readonly outcomes: readonly CheckOutcome[];
}

/**
 * `failed`: at least one required check did. `not-seen`: none did, but at least one required check could not see what
 * it looks at, took too long, or crashed. `ok`: neither.
 */
export type CheckAnswer = 'ok' | 'failed' | 'not-seen';

export type CheckStatus = 'ok' | 'failed' | 'not-applicable' | 'not-readable' | 'timed-out' | 'crashed';

/** What one check found. */
export interface CheckOutcome {
  /** Its name on the command line. */
  readonly check: string;
  readonly title: string;
  /** `optional`: patching and being managed do without; it does not decide the answer. */
  readonly weight: 'required' | 'optional';
  readonly status: CheckStatus;
  /** Id in the catalogue of causes; null where nothing failed, or no cause says it. */
  readonly cause: string | null;
  /** What was found, in a sentence; for what could not be seen, what would be needed. */
  readonly summary: string;
  readonly facts: readonly CheckFact[];
  /** Folders of the machine that it is about; empty where it is about no folder. */
  readonly places: readonly string[];
  readonly remedy: readonly RemedyStep[];
  readonly durationMs: number;
}

/** A measured value that the outcome rests on. */
export interface CheckFact {
  readonly name: string;
  readonly value: string;
}

const UNSEEN: ReadonlySet<CheckStatus> = new Set(['not-readable', 'timed-out', 'crashed']);

/** The answer that outcomes give together. */
export function checkAnswerOf(outcomes: readonly CheckOutcome[]): CheckAnswer {
  const required = outcomes.filter(({ weight }) => weight === 'required');
  if (required.some(({ status }) => status === 'failed')) return 'failed';
  return required.some(({ status }) => UNSEEN.has(status)) ? 'not-seen' : 'ok';
}
