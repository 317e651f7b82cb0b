import type { Content } from '../../parsers/recognise.ts';
import type { Entry, Files } from '../platform/files.ts';
import type { Coverage } from '../report/report.ts';

/** What a file holds, and so which grammar reads it. Kinds that content does not tell are known by their places. */
export type SourceKind =
  | Content
  | 'hibernate-log'
  | 'update-log'
  | 'setup-log'
  | 'time-zone'
  /** When the system started, and who came and went. */
  | 'login-records'
  /** That the patch payload asked for a restart, and when. */
  | 'reboot-request'
  /** A repository file that the patch payload moved away for the time of a run. */
  | 'moved-repository';

/** The run that a step's output belongs to, as its path tells. */
export interface StepOutput {
  /** Command id, or association id where `runId` is set. */
  readonly documentId: string;
  /** Time of an association's run, as in the path: `2026-11-20T03-12-00.123Z`; null for a command. */
  readonly runId: string | null;
  /** Folder name of the plugin, without colons: `awsrunShellScript`; empty when not known. */
  readonly plugin: string;
  /** Name of the step's folder: `PatchLinux`, `0.awsrunShellScript`; empty when not known. */
  readonly step: string;
  readonly stream: 'stdout' | 'stderr';
}

/** A file to be read. */
export interface Source {
  readonly kind: SourceKind;
  /** Native absolute path. */
  readonly path: string;
  /** Path on the instance, with forward slashes: `/var/log/amazon/ssm/errors.log`, `C:/ProgramData/…`. */
  readonly shown: string;
  readonly entry: Entry;
  /** Id of the node whose folder it lies in; null outside of node folders. */
  readonly nodeId: string | null;
  /** Set for step outputs. */
  readonly output: StepOutput | null;
}

/** A run whose folder exists, whether or not its outputs hold anything. */
export interface RunFolder {
  readonly documentId: string;
  readonly runId: string | null;
  readonly shown: string;
  /** Milliseconds since 1970, UTC: when its folder last changed; for a run of an association, when it began. */
  readonly modified: number;
  /** Native paths of the scripts of its steps (`_script.sh`, `_script.ps1`), by step; not looked at. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** The folder that all runs of a node have in common. */
export interface RunRoot {
  readonly shown: string;
  /** See FoundRuns. */
  readonly total: number;
}

/** What there is to read under a root. */
export interface Discovery {
  /**
   * In the order of reading: state first, then logs (of one series the oldest first), then outputs of runs, oldest
   * run first, stdout before stderr.
   */
  readonly sources: readonly Source[];
  readonly runs: readonly RunFolder[];
  /** The folder with the most runs, and how many it holds; null without one. */
  readonly runRoot: RunRoot | null;
  /** What was left out, and why; never what is simply not there. */
  readonly skipped: readonly Coverage[];
  /** The node ids whose folders were seen. The live one is first when it can be told, even if it has no folder. */
  readonly nodeIds: readonly string[];
  /** A file or folder of the agent was found: this is, or was, a managed node. */
  readonly hasAgent: boolean;
  /** The agent's program lies at a place that is known for it. */
  readonly hasProgram: boolean;
}

/** An instance's tree. */
export interface TreeOptions {
  readonly files: Files;
  /** Native absolute path of the folder that stands for the root of the instance. */
  readonly root: string;
  readonly platform: 'linux' | 'macos' | 'windows';
}

export interface DiscoveryOptions extends TreeOptions {
  /** Only what changed since then is of interest (milliseconds since 1970, UTC); null for everything. */
  readonly since: number | null;
  /** Most runs to be read, newest first. */
  readonly maxRuns: number;
}
