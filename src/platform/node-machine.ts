import type { Platform } from '../vocabulary.ts';
import { environmentOf } from './environment.ts';
import type { Files } from './files.ts';
import type { Machine } from './machine.ts';
import { nodeFiles } from './node-files.ts';
import { nodeNetwork } from './node-network.ts';
import { nodeProcesses } from './node-processes.ts';
import { readOwnedText } from './owned-text.ts';

/** The machine that this program runs on, with its files, or a copy of some, below `root`. */
export function nodeMachine(tree: {
  readonly platform: Platform;
  readonly root: string;
  readonly files: Files;
  /** Whether the files are those of the running system. */
  readonly live: boolean;
}): Machine {
  const { platform, root, files, live } = tree;
  return {
    platform,
    root,
    files,
    hostFiles: nodeFiles(),
    environment: environmentOf(process.env, process.platform !== 'win32'),
    network: nodeNetwork(),
    processes: live ? nodeProcesses() : null,
    clock: Date.now,
    readOwned: readOwnedText,
  };
}
