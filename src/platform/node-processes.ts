import { spawnSync } from 'node:child_process';
import type { Processes } from './processes.ts';

const TIMEOUT = 5000;
const LONGEST = 256 * 1024;

/** The programs of this machine. `program` is an absolute path: nothing is looked up in `PATH`. */
export function nodeProcesses(): Processes {
  return {
    output(program, args) {
      const { status, stdout } = spawnSync(program, args, {
        shell: false,
        windowsHide: true,
        timeout: TIMEOUT,
        maxBuffer: LONGEST,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return status === 0 ? stdout : null;
    },
  };
}
