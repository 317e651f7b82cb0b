import { type ChildProcess, spawn } from 'node:child_process';
import { codeOf } from './files.ts';
import type { ProgramEnd, Programs } from './programs.ts';

const LONGEST = 256 * 1024;
/** Of the variables of this process, those that programs of Windows do not start without. */
const KEPT = ['SystemRoot', 'SystemDrive', 'ProgramData', 'ProgramFiles', 'TEMP', 'windir'];
const FIXED = {
  LC_ALL: 'C',
  LANG: 'C',
  LANGUAGE: 'C',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** The programs of this machine. */
export function nodePrograms(): Programs {
  return { run };
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<ProgramEnd> {
  if (signal.aborted) return Promise.resolve({ kind: 'stopped' });
  return new Promise((resolve) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(program, args, {
      shell: false,
      windowsHide: true,
      // A group of its own, so that nothing that it starts outlives it.
      detached: !isWindows,
      cwd: isWindows ? undefined : '/',
      env: isWindows ? keptVariables() : FIXED,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = (): void => {
      kill(child);
      end({ kind: 'stopped' });
    };
    const end = (result: ProgramEnd): void => {
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    signal.addEventListener('abort', stop, { once: true });
    const [stdout, stderr] = [collected(child.stdout), collected(child.stderr)];
    child.once('error', (error) => {
      const code = codeOf(error);
      end(code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent' } : { kind: 'refused', code });
    });
    child.once('close', (status) => {
      kill(child);
      end({ kind: 'ended', status, stdout: stdout(), stderr: stderr() });
    });
  });
}

/** As much as is of use; the rest is read and forgotten, so that the program does not wait. */
function collected(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (part: Buffer) => {
    if (length < LONGEST) parts.push(part);
    length += part.length;
  });
  return () => Buffer.concat(parts).toString('utf8').slice(0, LONGEST);
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended, and left nobody behind.
  }
}

function keptVariables(): Record<string, string | undefined> {
  return Object.fromEntries(KEPT.map((name) => [name, process.env[name]]));
}
