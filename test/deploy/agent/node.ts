import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The shells that stand behind `sh` on the nodes that the product knows; busybox where it is installed. */
export const SHELLS = ['dash', 'bash', 'busybox'].filter((shell) => commandPath(shell) !== null);

/** What the script can download with, as far as this machine has it. */
export const DOWNLOADERS = ['curl', 'wget', 'python3'].filter((tool) => commandPath(tool) !== null);

/** Whether the Linux step can be run here, against a server with TLS. */
export const RUNS_HERE =
  process.platform === 'linux' &&
  ['curl', 'openssl', 'sha256sum'].every((tool) => commandPath(tool) !== null);

const COMMANDS = [
  'cat',
  'chmod',
  'cut',
  'find',
  'getconf',
  'mkdir',
  'mktemp',
  'mv',
  'rm',
  'sed',
  'tr',
  'uname',
];

/** A node's own folders: where the document installs to, and the commands on its PATH. */
export interface TestNode {
  readonly prefix: string;
  readonly program: string;
  readonly path: string;
  /** Puts a command of this machine on the node's PATH. */
  add(command: string): void;
  /** Puts a command of one's own there: the text of a shell script. */
  write(command: string, script: string): void;
  relocate(script: string): string;
  /** What lies in the prefix, temporary files too. */
  installed(): string[];
  remove(): void;
}

export function makeNode(shell: string, downloader: string | null = 'curl', summer = 'sha256sum'): TestNode {
  const root = mkdtempSync(join(tmpdir(), 'deploy-node-'));
  const prefix = join(root, 'opt', 'ssm-doctor');
  const path = join(root, 'bin');
  mkdirSync(path);
  const add = (command: string) => symlinkSync(commandPath(command) ?? command, join(path, command));
  const write = (command: string, script: string) => {
    rmSync(join(path, command), { force: true });
    writeFileSync(join(path, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  for (const command of [...COMMANDS, summer, ...(downloader === null ? [] : [downloader])]) add(command);
  symlinkSync(commandPath(shell) ?? shell, join(path, 'sh'));
  return {
    prefix,
    program: join(prefix, 'ssm-doctor'),
    path,
    add,
    write,
    relocate: (script) => {
      const parts = script.split('prefix=/opt/ssm-doctor\n');
      if (parts.length !== 2) throw new Error('the script does not set its folder exactly once');
      return parts.join(`prefix='${prefix}'\n`);
    },
    installed: () => (existsSync(prefix) ? readdirSync(prefix).sort() : []),
    remove: () => {
      if (existsSync(prefix)) chmodSync(prefix, 0o755);
      rmSync(root, { recursive: true });
    },
  };
}

/** The full path of a command of this machine; of Python itself where a version manager stands before it. */
export function commandPath(command: string): string | null {
  const lookup = command === 'python3' ? 'python3 -c "import sys; print(sys.executable)"' : 'command -v "$1"';
  try {
    return execFileSync('/bin/sh', ['-c', lookup, 'sh', command], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** A program in place of ssm-doctor: tells its version and arguments, and ends as it was told to. */
export function fakeProgram(version: string, status = 0): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit 0; fi
echo "${version} ran: $*"
exit ${status}
`;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}
