import { spawnSync } from 'node:child_process';
import { type Environment, environmentOf } from './environment.ts';
import { codeOf } from './files.ts';
import type { Commands, Ran } from './processes.ts';

const LONGEST = 1024 * 1024;
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
/** Without these, programs of Windows do not find what they are made of. */
const WINDOWS_VARIABLES = ['SYSTEMROOT', 'WINDIR', 'SYSTEMDRIVE', 'PROGRAMDATA', 'TEMP', 'PATHEXT'];

/** The programs of this machine, with the same variables whoever calls them: what they print must not depend on it. */
export function nodeCommands(): Commands {
  const env = variables();
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

function variables(): NodeJS.ProcessEnv {
  if (process.platform !== 'win32') return { PATH, LC_ALL: 'C', LANG: 'C' };
  const own: Environment = environmentOf(process.env, false);
  return Object.fromEntries(WINDOWS_VARIABLES.map((name) => [name, own[name]]));
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
