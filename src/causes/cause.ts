import type { Confidence, Platform, RemedyStep, Severity, SubjectKind } from '../vocabulary.ts';

/**
 * The shapes of the catalogue. A cause is data: one YAML file, in a folder per area, in the same shape that users
 * write in `rules.d`. Successes, harmless lines and context lines stand beside the causes in lists of their own.
 */

/** What kind of record a pattern may look at. */
export type RecordFamily =
  /** Records of the agent's own logs, and their copies in journal and syslog. */
  | 'agent'
  /** Lines that the steps of a document wrote to stdout and stderr. */
  | 'output'
  /** The package manager's own logs. */
  | 'package-log'
  /** Lines of the operating system: service manager, kernel, audit. */
  | 'system';

/** A pattern on one record and what a match says. */
export interface Matcher {
  /** Unique in the whole catalogue; kebab-case. */
  readonly id: string;
  readonly in: readonly RecordFamily[];
  /** Where absent: all platforms. */
  readonly platforms?: readonly Platform[];
  /**
   * Linear-time regular expression with named groups, in the syntax that JavaScript and RE2 share; tried with the
   * multi-line flag, unanchored. For the agent family it sees the record without its head and contexts, for the
   * others the line and the two lines after it, and must begin in the first.
   */
  readonly pattern: string;
  /** Byte strings of which each match contains at least one; found by the generator unless given. */
  readonly literals?: readonly string[];
  /** Real lines that must match. At least one. */
  readonly samples: readonly string[];
  /** Lines that look alike and must not match. */
  readonly nearMisses?: readonly string[];
}

/** A line that speaks for a cause. */
export interface Signal extends Matcher {
  readonly confidence: Confidence;
  /** The line wraps the error of another layer: in a record that shows both, the wrapped one is the root. */
  readonly envelope?: boolean;
  /** A generic last line: the lines before it tell what happened and are quoted with it. */
  readonly lookBack?: boolean;
  /** Printed whether or not it matters: says nothing in a run that finds the node compliant. */
  readonly overruledByCompliance?: true;
  /** Where the line differs in it from the cause. */
  readonly passesWith?: Passing;
  /** Trouble that passes by itself: a finding needs this many occurrences since the last success. */
  readonly needs?: number;
  /** What the cause is about: the value of the first of these groups that took part in the match, or `is`. */
  readonly subject?: {
    readonly kind: SubjectKind;
    readonly from?: string | readonly string[];
    readonly is?: string;
  };
}

/**
 * How trouble passes that a run which ends well does not mend.
 * `later-run`: the run goes on in spite of it and may end well, which proves nothing; a later one does.
 * `node`: it tells how the node stands; that is what the run found, and not what went wrong in it.
 */
export type Passing = 'later-run' | 'node';

export interface Cause {
  /** Stable, never reused. */
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly severity: Severity;
  readonly platforms: readonly Platform[];
  /** A generic cause is the answer only when nothing specific is found in the same operation. */
  readonly generality: 'specific' | 'generic';
  readonly meaning: string;
  readonly remedy: readonly RemedyStep[];
  readonly verify: string;
  /** What closes a finding of this cause, in words. */
  readonly recoveredBy: string;
  readonly docUrl: string | null;
  /** How it is recognised when not by a line: the state files and probes that a rule looks at. */
  readonly recognisedBy?: readonly string[];
  readonly passesWith?: Passing;
  /**
   * What proves that it has passed beside a run of the kind that it showed in. `scan`: a scan for patches that ended
   * well has got past it, wherever a log of the update agent tells of it; `system-update`: an update of the system.
   */
  readonly provenBy?: 'scan' | 'system-update';
  /** Causes that become its consequences when both show in one operation. */
  readonly leadsTo: readonly string[];
  /** Causes that a record which shows both does not mean. */
  readonly outranks: readonly string[];
  readonly signals: readonly Signal[];
}

/**
 * A line with a result code: the code dictionary says which cause it speaks for, from the group `code`. A line whose
 * code is not known speaks for none, and counts as an error that nobody knows.
 */
export interface CodedLine extends Matcher {
  readonly confidence: Confidence;
  readonly subject?: NonNullable<Signal['subject']>;
}

/** A line that proves that something works, and so closes earlier findings. */
export interface Success extends Matcher {
  /** The line stands before the act: it proves something only when time went on without a failure. */
  readonly announces?: boolean;
  /** The work of the document is done: a failure that the run ends with in spite of it is one of its status. */
  readonly workDone?: true;
  readonly recovers: Recovery;
  /** Causes that say, before it in the same file, that it did without something: they and what leads to them stay. */
  readonly doneWithout?: readonly string[];
  /** Groups that name a patch: the line proves something for trouble about this patch, and about none. */
  readonly same?: readonly string[];
  /**
   * How far the proof reaches.
   * `agent`: the agent as a whole, by time. `document`: only the run that the record belongs to.
   * `association`: every run of the same association. `stream`: what stands before it in the same file.
   * `step`: the same kind of step of any run (patching recovers patching).
   */
  readonly reach: 'agent' | 'document' | 'association' | 'stream' | 'step';
}

export interface Recovery {
  readonly causes?: readonly string[];
  readonly areas?: readonly string[];
  /** Services whose endpoint answered (`ssm`, `ssmmessages`, `ec2messages`, `imds`, `s3` …). */
  readonly services?: readonly string[];
  /** API actions that were allowed. */
  readonly actions?: readonly string[];
}

/** A line that belongs to others and says little by itself. */
export interface ContextLine extends Matcher {
  /** It stands below the message of an error: one that nothing knows is an error that nobody knows. */
  readonly errorAbove?: true;
}

/** A line that looks like trouble and is none. */
export interface HarmlessLine extends Matcher {
  readonly why: string;
}
