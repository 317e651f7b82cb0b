import type { Coverage, Evidence, Finding, Operation, RemedyStep, Report, Subject } from './report.ts';

/**
 * What became of the causes that an earlier report had active. Every format and the exit status are a function of it.
 * `schemaVersion` follows the report's rule.
 */
export interface VerificationReport extends Pick<Report, 'tool' | 'node' | 'run'> {
  readonly schemaVersion: '1.0';
  /** The cause that was asked about; null for all. */
  readonly asked: { readonly cause: string; readonly title: string } | null;
  readonly answer: VerificationAnswer;
  /** False where there is no earlier report: then the evidence alone is judged. */
  readonly isCompared: boolean;
  /** One for each cause and subject: what is still there first, then what is not yet provable, roots first. */
  readonly checks: readonly Check[];
  /** Active now, not in the earlier report, and not asked about; empty where there is none to compare with. */
  readonly newlyActive: readonly Pick<Finding, 'cause' | 'title' | 'subject'>[];
  readonly coverage: readonly Coverage[];
}

/**
 * `still-there`: at least one check says so. `not-yet-provable`: none is still there, and at least one is not provable,
 * or too little could be read to tell. `fixed`: all are. `nothing-to-verify`: nothing was active, or the cause that was
 * asked about does not show.
 */
export type VerificationAnswer = CheckResult | 'nothing-to-verify';

export type CheckResult = 'fixed' | 'not-yet-provable' | 'still-there';

/** One cause about one subject. */
export interface Check {
  readonly cause: string;
  readonly title: string;
  readonly severity: Finding['severity'];
  readonly role: Finding['role'];
  readonly subject: Subject;
  readonly operation: Operation;
  readonly result: CheckResult;
  readonly reason: CheckReason;
  /** The success that closed it, else the newest line that shows it; null where none is left. */
  readonly proof: Evidence | null;
  /** When it showed last, UTC; null when not known. */
  readonly lastSeen: string | null;
  /** What closes it, in words. */
  readonly awaits: string;
  /** How to see that it is mended, in words. */
  readonly verify: string;
  /** What brings the proof about, each a command to run; none for what is fixed. */
  readonly proving: readonly RemedyStep[];
}

/**
 * Why the result is what it is. `succeeded`: a later success closed it. `happened-again`: after the earlier report.
 * `new`: it was not active in the earlier report. `repeated`: seen more than once, with nothing to compare with.
 * `nothing-since`: nothing of what it disturbs has succeeded or failed since. `gone`: the lines that showed it are no
 * longer among what was read, and no success is.
 */
export type CheckReason = 'gone' | 'happened-again' | 'new' | 'nothing-since' | 'repeated' | 'succeeded';
