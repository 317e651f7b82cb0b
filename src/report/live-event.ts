import type { Confidence, Evidence, Finding, Operation, Severity, Subject } from './report.ts';

/** How a run ended. Unknown where nothing told: its folder fell silent, or too many ran at once. */
export type Outcome = 'success' | 'failed' | 'unknown';

/** Something that changed while the agent was at work. */
export type LiveEvent = OperationEvent | FindingEvent | UnknownEvent | LostEvent;

export interface OperationEvent {
  readonly type: 'operation';
  readonly change: 'started' | 'ended';
  readonly operation: Operation;
  /** Null while it runs. */
  readonly outcome: Outcome | null;
  /** Of the step that failed; null where none did, or none was told. */
  readonly exitStatus: number | null;
}

export interface FindingEvent {
  readonly type: 'finding';
  /** `again`: it was told before, of another operation, or of the agent itself, where it has shown once more. */
  readonly change: 'new' | 'again' | 'recovered';
  readonly cause: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly subject: Subject;
  /** In which it showed; what brought it about may lie elsewhere. */
  readonly operation: Operation;
  readonly count: number;
  /** The line that proves it; of a recovery the one that proves that. */
  readonly evidence: Evidence | null;
  /** The first step of the remedy. */
  readonly remedy: Finding['remedy'][number] | null;
}

/** An error that no cause knows. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly template: string;
  readonly evidence: Evidence;
}

/** Lines that nobody can read any more. */
export interface LostEvent {
  readonly type: 'lost';
  readonly file: string;
  readonly reason: 'rotated-away';
  readonly detail: string;
}

/** What the command tells of itself, beside what changed on the node. */
export type WatchEvent =
  | LiveEvent
  | { readonly type: 'watching'; readonly folders: readonly string[]; readonly files: number }
  /** A folder is looked at from time to time, since no event tells what happens in it. */
  | { readonly type: 'polling'; readonly folder: string; readonly reason: string }
  | { readonly type: 'end'; readonly lines: number; readonly findings: number };

/** An event with its time, ISO 8601 UTC: a line of `watch --format jsonl`. */
export type TimedEvent = { readonly at: string } & WatchEvent;
