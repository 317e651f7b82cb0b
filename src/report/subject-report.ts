import type { Coverage, Evidence, Finding, Operation, Report, Unrecognized } from './report.ts';

/**
 * The answer to a question about one subject: a patch, a package, an association, a command, a document, a cause, or
 * any other name. Every format and the exit status are a function of it. `schemaVersion` follows the report's rule.
 */
export interface SubjectReport extends Pick<Report, 'tool' | 'node' | 'run'> {
  readonly schemaVersion: '1.0';
  readonly subject: AskedSubject;
  readonly answer: SubjectAnswer;
  /** Findings about it, and the roots of those that are consequences; in the order of the report. */
  readonly findings: readonly Finding[];
  /** Active findings of the last run that names it; they do not name it themselves. */
  readonly runFindings: readonly Finding[];
  /** Its state as the node's files have it. */
  readonly patches: readonly PatchEntry[];
  /** Counts of the last patch operation, of which the node keeps no names; null where it is not about patches. */
  readonly lastPatchOperation: PatchCountsEntry | null;
  /** Runs that are about it or name it, latest first. */
  readonly runs: readonly RunEntry[];
  /** Runs beyond those that are listed. */
  readonly moreRuns: number;
  /** Lines that name it: those that say something first, then the latest. */
  readonly lines: readonly NamingLine[];
  /** Lines that name it, also those that are not listed. */
  readonly lineCount: number;
  /** Error lines about it that no cause knows. */
  readonly unrecognized: readonly Unrecognized[];
  /** Where on a node of this kind it would be named. */
  readonly places: readonly Place[];
  readonly coverage: readonly Coverage[];
}

export interface AskedSubject {
  /** As given. */
  readonly asked: string;
  readonly kind: AskedKind;
  /** In its usual form: `KB5034441`, `REPO_ACCESS_DENIED`, a package without version and architecture. */
  readonly name: string;
}

/** `run`: the id of an association or a command. `name`: a package, or anything else that lines name. */
export type AskedKind = 'cause' | 'document' | 'name' | 'patch' | 'run';

/**
 * `active`: something is wrong with it. `recovered`: it was, and a later success closed it. `no-trouble`: it is named,
 * and nothing is wrong. `not-named`: nothing names it. `inconclusive`: evidence is missing or not understood.
 */
export type SubjectAnswer = 'active' | 'inconclusive' | 'no-trouble' | 'not-named' | 'recovered';

export interface PatchEntry {
  /** With version and architecture, as the file has it. */
  readonly title: string;
  /** `Installed`, `InstalledOther`, `InstalledPendingReboot`, `InstalledRejected`, `Missing`, `Failed` … */
  readonly state: string;
  /** Does this state keep a node compliant? */
  readonly compliant: boolean;
  readonly installedAt: string | null;
  readonly evidence: Evidence;
}

export interface PatchCountsEntry {
  /** `Scan`, `Install`; null when the file does not say. */
  readonly operation: string | null;
  readonly endedAt: string | null;
  readonly missing: number | null;
  readonly failed: number | null;
  readonly pendingReboot: number | null;
  readonly rejected: number | null;
  readonly file: string;
}

export interface RunEntry {
  readonly operation: Operation;
  /** What its outputs prove; `unknown` also where they are gone. */
  readonly outcome: 'failed' | 'succeeded' | 'unknown';
  /** Root causes that showed in it. */
  readonly causes: readonly string[];
  /** Lines of its outputs that name the subject. */
  readonly named: number;
}

export interface NamingLine {
  readonly evidence: Evidence;
  /** What the line says to the product; `nothing` for most lines. */
  readonly says: 'cause' | 'harmless' | 'nothing' | 'success' | 'unknown-error';
  /** Causes that it speaks for. */
  readonly causes: readonly string[];
}

export interface Place {
  readonly what: string;
  readonly where: string;
}
