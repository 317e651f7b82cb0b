import type { Platform } from '../vocabulary.ts';
import type { Environment } from './environment.ts';
import type { Files } from './files.ts';
import type { Network } from './network.ts';
import type { OwnedText } from './owned-text.ts';
import type { Processes } from './processes.ts';

/** A machine, as far as it has to be asked who it is and how it reaches the service. */
export interface Machine {
  readonly platform: Platform;
  /** Native absolute path of the folder that stands for the root of its files. */
  readonly root: string;
  readonly files: Files;
  /** The files of this program, which its variables name; others where the machine is a copy of one. */
  readonly hostFiles: Files;
  readonly environment: Environment;
  readonly network: Network;
  /** Null where the files are not those of the running machine, whose programs would tell about another one. */
  readonly processes: Processes | null;
  /** Milliseconds since 1970, UTC. */
  readonly clock: () => number;
  /** Reads a small file by a native path, if nobody but root and this user may write it. */
  readonly readOwned: (path: string, most: number) => OwnedText;
}
