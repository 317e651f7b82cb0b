import type { Passing, RecordFamily } from '../causes/cause.ts';
import type { Confidence, Subject } from '../report/report.ts';
import { noPatching, type PatchingFacts } from './patching/facts.ts';

/**
 * What the engine knows between two bytes: plain data, so that it can be saved and taken up again. It does not
 * grow with the input (see the limits in `limits.ts`) and does not depend on the order in which files are read.
 */
export interface EngineState {
  /** Files read so far; the next one comes after them in the order of reading. */
  filesRead: number;
  readonly operations: Map<string, OperationState>;
  /** Latest sightings of successes that speak for the agent as a whole, newest first, at most two. */
  readonly agentSuccesses: Map<string, Sighting[]>;
  /** Latest sightings of what speaks for an association, by `successKey`. */
  readonly associationSuccesses: Map<string, SuccessSighting>;
  /** The id of the latest run that was seen of each association. */
  readonly latestRuns: Map<string, string>;
  /** When associations are to run and last began to, as the agent's log tells, by association id. */
  readonly schedules: Map<string, AssociationSchedule>;
  /** Documents of associations, by association id. */
  readonly documentNames: Map<string, string>;
  /** Latest run of each kind of work that ended well, by kind of work (see `conclude/work.ts`). */
  readonly workSuccesses: Map<string, SuccessSighting>;
  readonly harmless: Map<string, Tally>;
  readonly unknown: Map<string, Cluster>;
  /** Records seen, to tell copies (errors.log, journal) from repetitions. */
  readonly copies: Map<number, number>;
  /** Steps, as `plugin/step`, of runs that had trouble: later runs of them may be the proof that it has passed. */
  readonly troubledSteps: Set<string>;
  /** The last time in the agent's logs. */
  agentLogEnd: Moment | null;
  /** How far local times are from UTC (minutes), as run ids in local records tell; votes. */
  readonly zoneVotes: Map<number, number>;
  readonly facts: NodeFacts;
  /** Starts of the agent's worker and orders to stop, latest first (see `observe/starts.ts`). */
  agentStarts: readonly Sighting[];
  agentStops: readonly Sighting[];
  readonly agentPackage: AgentPackage;
  readonly patching: PatchingFacts;
}

/** What logs of package managers last told of the agent's own package. */
export interface AgentPackage {
  removed: Sighting | null;
  installed: Sighting | null;
}

/** A point in time, or, where no time is known, in the order of reading. */
export interface Moment {
  /** Milliseconds; local time of the node for records of logs, UTC for times of runs. Null when unknown. */
  readonly at: number | null;
  /** `file`: UTC, but the date of a file, which copying may have changed. */
  readonly clock: 'local' | 'utc' | 'file';
  /** Grows with the age order of files and the position in them. */
  readonly order: number;
}

/** A line at a place and time. */
export interface Sighting {
  readonly moment: Moment;
  readonly file: string;
  readonly line: number;
  /** Time as written. */
  readonly stamp: string;
  readonly excerpt: string;
}

export interface SuccessSighting extends Sighting {
  /** Id in the catalogue; what it recovers stands there. Empty: the whole run ended well. */
  readonly success: string;
}

/** That the agent means to run an association at a time. */
export interface Announcement extends Sighting {
  /** Milliseconds UTC. */
  readonly due: number;
}

export interface AssociationSchedule {
  /** Where the association was first heard of. */
  readonly earliest: Sighting;
  /** Latest first (see `observe/schedules.ts`). */
  readonly latest: readonly Announcement[];
  /** The last time that it was begun; null when the log tells of none. */
  readonly begun: Sighting | null;
}

export interface Tally {
  count: number;
  readonly first: Sighting;
}

export interface Cluster {
  template: string[];
  count: number;
  first: Sighting;
  last: Sighting;
}

/** One run, one association, or the agent as a whole. */
export interface OperationState {
  readonly key: string;
  readonly scope: OperationScope;
  /** Steps whose output was seen, as `plugin/step`. */
  readonly steps: Set<string>;
  /** Earliest known time. */
  startedAt: Moment | null;
  readonly observations: Map<string, Observation>;
  /** The run's own proof that it ended well. */
  success: SuccessSighting | null;
  /** What the run printed about itself, by name: `operation` (Scan or Install), `documentName` … */
  readonly facts: Map<string, string>;
  /** The lines of those facts that may have to be shown. */
  readonly factLines: Map<string, Sighting>;
  /** What its folder tells; null until its outputs are read. */
  folder: RunFolderFacts | null;
}

/** Facts about a run that do not stand in its lines. */
export interface RunFolderFacts {
  /** Milliseconds UTC: the newest change of its outputs. */
  readonly modified: number;
  /** Every stderr that was found so far is empty. */
  readonly quietErrors: boolean;
  readonly hasErrorsFile: boolean;
  /** Fingerprints of the scripts that ran; filled in only where runs have to be told apart. */
  readonly scripts: readonly string[];
  readonly shown: string;
}

export type OperationScope =
  | { readonly kind: 'agent' }
  | { readonly kind: 'association'; readonly associationId: string }
  /** What the package manager did by itself, as its own log tells. */
  | { readonly kind: 'package-log'; readonly file: string }
  | {
      readonly kind: 'run';
      readonly documentId: string;
      readonly associationId: string | null;
      readonly runId: string | null;
    };

/** That a cause showed in an operation, about one subject. */
export interface Observation {
  readonly cause: string;
  readonly signal: string;
  readonly subject: Subject | null;
  readonly family: RecordFamily;
  /** Service whose endpoint or API it is about (`ssm`, `imds` …); null when not known. */
  readonly service: string | null;
  readonly confidence: Confidence;
  /** Occurrences needed before it counts as trouble. */
  needs: number;
  count: number;
  first: Sighting;
  last: Sighting;
  /** Lines that say more than the last one: what stood before a generic last line. */
  readonly context: Sighting[];
  readonly captures: Readonly<Record<string, string>>;
  /** Specific causes that showed in the same records. */
  readonly beside: Set<string>;
  /** See `Passing`; `own-run`: the run in which it shows mends it by ending well. */
  readonly passesWith: Passing | 'own-run';
  /** The line behind it in the same stream that proves it passed. */
  closed: Sighting | null;
  /** Each line of it was only an envelope or a copy. */
  envelope: boolean;
}

export interface NodeFacts {
  id: string | null;
  region: string | null;
  agentVersion: { readonly version: string; readonly moment: Moment } | null;
  os: string | null;
  zone: string | null;
  /** The folder of all runs, and how many it holds. */
  runRoot: { readonly shown: string; readonly total: number } | null;
  /** Endpoints that the agent's settings name in place of the services' own, by host. */
  readonly endpoints: Map<string, Sighting>;
}

/** An engine that has read nothing. */
export function emptyState(): EngineState {
  return {
    filesRead: 0,
    operations: new Map(),
    agentSuccesses: new Map(),
    associationSuccesses: new Map(),
    latestRuns: new Map(),
    schedules: new Map(),
    documentNames: new Map(),
    workSuccesses: new Map(),
    harmless: new Map(),
    unknown: new Map(),
    copies: new Map(),
    troubledSteps: new Set(),
    agentLogEnd: null,
    zoneVotes: new Map(),
    facts: {
      id: null,
      region: null,
      agentVersion: null,
      os: null,
      zone: null,
      runRoot: null,
      endpoints: new Map(),
    },
    agentStarts: [],
    agentStops: [],
    agentPackage: { removed: null, installed: null },
    patching: noPatching(),
  };
}
