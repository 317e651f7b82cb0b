import type {
  Confidence,
  Evidence,
  Finding,
  Operation,
  Report,
  Severity,
  Subject,
  Verdict,
} from './report.ts';

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

/** How things stood when the watch began: told once, as soon as a diagnosis of what was there is made. */
export interface StandingEvent {
  readonly type: 'standing';
  /** Runs that had begun before, and still go on. */
  readonly running: readonly Operation[];
  /** Null where no diagnosis could be made. */
  readonly verdict: Verdict | null;
  /** What is wrong, the worst first; what it led to is not among it. */
  readonly active: readonly StandingCause[];
}

export type StandingCause = Pick<
  Finding,
  'cause' | 'title' | 'severity' | 'subject' | 'firstSeen' | 'lastSeen' | 'count'
>;

/** What is told of a report. */
export function standingOf(report: Report | null, running: readonly Operation[]): StandingEvent {
  const roots = (report?.findings ?? []).filter(({ status, role }) => status === 'active' && role === 'root');
  const active = roots.map(
    ({ cause, title, severity, subject, firstSeen, lastSeen, count }): StandingCause => ({
      ...{ cause, title, severity, subject },
      ...{ firstSeen, lastSeen, count },
    }),
  );
  return { type: 'standing', running, verdict: report?.verdict ?? null, active };
}

/** What the command tells of itself, beside what changed on the node. */
export type WatchEvent =
  | LiveEvent
  | StandingEvent
  | { readonly type: 'watching'; readonly folders: readonly string[]; readonly files: number }
  /** A folder is looked at from time to time, since no event tells what happens in it. */
  | { readonly type: 'polling'; readonly folder: string; readonly reason: string }
  | { readonly type: 'end'; readonly lines: number; readonly findings: number };

/** An event with its time, ISO 8601 UTC: a line of `watch --format jsonl`. */
export type TimedEvent = { readonly at: string } & WatchEvent;
