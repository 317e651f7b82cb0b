import type { Confidence, Platform, RemedyStep, Severity, SubjectKind } from '../vocabulary.ts';

export type { Confidence, Platform, RemedyStep, Severity, SubjectKind };

/**
 * The report: the one value that leaves the engine. Every output format, exit code, compliance item and
 * inventory row is a function of it. `schemaVersion` changes its first number when a field is removed or changes
 * its meaning, its second when one is added.
 */
export interface Report {
  readonly schemaVersion: '1.0';
  readonly tool: Tool;
  readonly node: NodeIdentity;
  readonly run: RunFacts;
  readonly verdict: Verdict;
  /**
   * Active before recovered, root before consequence, then severity, then what an expert would mend first (the first
   * broken link of the agent, specific before generic, patching before other work), then latest first. On a
   * running machine what does not hold now comes last among those of its severity. The first is the answer.
   */
  readonly findings: readonly Finding[];
  readonly unrecognized: readonly Unrecognized[];
  readonly harmless: readonly Harmless[];
  readonly coverage: readonly Coverage[];
  /** What checks of the running machine found beside all that; null for a copy, and where none ran. */
  readonly live: LiveLook | null;
}

export interface Tool {
  readonly name: 'ssm-doctor';
  readonly version: string;
  readonly catalogVersion: string;
}

export interface NodeIdentity {
  readonly id: string | null;
  readonly platform: Platform;
  readonly os: string;
  readonly agentVersion: string | null;
  readonly region: string | null;
}

export interface RunFacts {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly root: string;
  /** The clock on a live machine; on a copy the newest time found in the evidence, unless given. */
  readonly now: string;
  readonly filesRead: number;
  readonly bytesRead: number;
}

export type Verdict = 'compliant' | 'non-compliant' | 'inconclusive';
export interface Finding {
  readonly cause: string;
  readonly title: string;
  readonly area: string;
  readonly severity: Severity;
  readonly status: 'active' | 'recovered';
  readonly role: 'root' | 'consequence';
  readonly confidence: Confidence;
  readonly subject: Subject;
  readonly operation: Operation;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Records in logs; runs in the output of document steps. */
  readonly count: number;
  readonly recoveredBy: { readonly evidence: Evidence } | null;
  readonly evidence: readonly Evidence[];
  /** Ids of the causes that this one brought about in the same operation. */
  readonly leadsTo: readonly string[];
  readonly captures: Readonly<Record<string, string>>;
  readonly remedy: readonly RemedyStep[];
  readonly verify: string;
  readonly docUrl: string | null;
  /** What a check of the running machine says about it now; null for a copy, and where none says anything. */
  readonly live: Live | null;
  /** The file of the user's rule that tells it; absent for the product's own causes. */
  readonly rule?: string;
  /** Absent where there is no earlier report to hold it against, and for what had passed then already. */
  readonly trend?: Trend;
}

/** What became of a finding since the last report of the same state. */
export type Trend =
  | { readonly kind: 'new' }
  /** Active then and now; `since` is from when on without a break, null when not known. */
  | { readonly kind: 'ongoing'; readonly since: string | null }
  /** Active then, and proven to have passed now. */
  | { readonly kind: 'recovered' };

/** A cause that logs tell, held against the machine as it is at this moment. */
export interface Live {
  /** The check, by its name on the command line. */
  readonly check: string;
  /**
   * - `confirmed`: it is so now
   * - `refuted`: it is not so any more. What it disturbed has not been proven to work since, so the finding stays active
   * - `not-seen`: the check could not look, took too long, or crashed
   */
  readonly status: 'confirmed' | 'refuted' | 'not-seen';
  /** What the check found, in a sentence. */
  readonly summary: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A look at the machine as it is at this moment. It does not decide the verdict, which is on what was done. */
export interface LiveLook {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How many checks looked. */
  readonly checks: number;
  /** What is wrong now, and no active finding tells. */
  readonly others: readonly LiveFailure[];
}

export interface LiveFailure {
  /** The check, by its name on the command line. */
  readonly check: string;
  /** Id in the catalogue; null where no cause says it. */
  readonly cause: string | null;
  /** What the check found, in a sentence. */
  readonly summary: string;
}

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

export type OperationKind =
  | 'agent-connection'
  | 'agent-registration'
  | 'agent-start'
  | 'agent-update'
  | 'association'
  | 'command'
  | 'inventory'
  | 'package'
  | 'patch-install'
  | 'patch-scan'
  | 'session';

export interface Operation {
  readonly kind: OperationKind;
  readonly id: string;
  readonly documentName: string | null;
  readonly associationId: string | null;
  readonly commandId: string | null;
  readonly startedAt: string | null;
}

export interface Evidence {
  /** Path on the instance, with forward slashes as found. */
  readonly file: string;
  /** Counts from 1 in the named file; 0 where the proof is the file as a whole. */
  readonly line: number;
  readonly time: EvidenceTime;
  /** Redacted, at most 500 characters, no control characters but line breaks and tabs. */
  readonly excerpt: string;
}

export interface EvidenceTime {
  readonly raw: string;
  /** Null when the zone of a local time is not known. */
  readonly utc: string | null;
}

/** An error that no cause knows: a masked template with its extent. */
export interface Unrecognized {
  readonly template: string;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly evidence: readonly Evidence[];
}

/** A line that looks like trouble and is none. */
export interface Harmless {
  readonly id: string;
  readonly count: number;
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

export interface Coverage {
  readonly file: string;
  readonly kind: string;
  readonly status: 'read' | 'partly-read' | 'skipped';
  readonly reason: CoverageReason | null;
  /** What a person can do about it, or more about why; empty when there is nothing to add. */
  readonly detail: string;
  readonly bytes: number;
  readonly lines: number;
}

export type CoverageReason =
  | 'changed-while-read'
  | 'entry-limit'
  | 'leaves-root'
  | 'malformed'
  | 'not-found'
  | 'not-readable'
  | 'older-than-window'
  | 'other-node'
  | 'rotated-away'
  | 'time-limit'
  | 'too-large'
  | 'unsupported-encoding'
  | 'vanished';
