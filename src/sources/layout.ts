import { LINUX } from './layout-linux.ts';
import { MACOS } from './layout-macos.ts';
import { WINDOWS } from './layout-windows.ts';
import type { SourceKind, TreeOptions } from './source.ts';

/**
 * Where a platform keeps what is read. Paths are those of the instance, below its root (or its system drive), with
 * forward slashes; of several in one list, the first that exists counts. Sources: the agent's
 * `appconfig/constants_{unix,darwin,windows}.go`, its snap package, the patch documents.
 */
export interface Layout {
  /** Folders of the agent's own logs. */
  readonly logs: readonly string[];
  /** Folders with `amazon-ssm-agent.json` and `seelog.xml`. */
  readonly program: readonly string[];
  /** The agent's program, as each kind of package installs it. */
  readonly programs: readonly string[];
  /** Folders below which a relocated agent may stand, with its settings in `<its folder>/configuration`. */
  readonly relocated: readonly string[];
  /** Folders that hold one folder per node id. */
  readonly data: readonly string[];
  /** Folders whose presence says that the agent is, or was, installed. */
  readonly traces: readonly string[];
  readonly stateFiles: readonly StateFile[];
  readonly otherLogs: readonly OtherLogs[];
}

/** A document at a fixed place; of several places the first that exists. */
export interface StateFile {
  readonly kind: SourceKind;
  readonly paths: readonly string[];
}

/** Logs that are not the agent's: named files of a folder, with their rolls. */
export interface OtherLogs {
  readonly kind: 'system-log' | 'package-log';
  readonly folders: readonly string[];
  /** The logs lie in folders of this name, one for each run, in folders of the folder. */
  readonly eachWith?: string;
  /** The resident mode looks at them while they are written to: nothing else tells what is in them. */
  readonly followed?: true;
  /** Each file is of one run, so that as many are read as runs. */
  readonly perRun?: true;
  /** Names without the suffix of a roll. */
  readonly names: readonly string[];
  /** Further names, each a log by itself. */
  readonly pattern: RegExp | null;
}

export function layoutOf(platform: TreeOptions['platform']): Layout {
  switch (platform) {
    case 'linux':
      return LINUX;
    case 'macos':
      return MACOS;
    case 'windows':
      return WINDOWS;
  }
}
