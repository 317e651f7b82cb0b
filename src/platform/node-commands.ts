import { spawnSync } from 'node:child_process';
import { codeOf } from './files.ts';
import { fixedVariables } from './fixed-variables.ts';
import type { Commands, Ran } from './processes.ts';

const LONGEST = 1024 * 1024;

/** The programs of this machine, run to their end while nothing else goes on. */
export function nodeCommands(): Commands {
  const env = fixedVariables();
  return {
    run(program, args, seconds) {
      const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
        shell: false,
        windowsHide: true,
        timeout: seconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: LONGEST,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
      });
      if (error !== undefined) return failed(reasonOf(codeOf(error), seconds));
      if (status === null) return failed(`it was ended by ${signal ?? 'the system'}`);
      return { kind: 'ended', status, stdout, stderr };
    },
  };
}

function failed(message: string): Ran {
  return { kind: 'failed', message };
}

function reasonOf(code: string, seconds: number): string {
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be run';
  if (code === 'ETIMEDOUT') return `it was ended because it took longer than ${seconds} s`;
  return `the system says ${code}`;
}
