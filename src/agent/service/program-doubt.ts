import { lstatSync } from 'node:fs';
import { dirname, posix, win32 } from 'node:path';
import { variable } from '../../platform/environment.ts';
import { codeOf } from '../../platform/files.ts';
import { doubtOn, doubtOnFolder } from '../../platform/ownership.ts';
import type { Platform } from '../../vocabulary.ts';
import type { ServiceHost } from './host.ts';

/**
 * Why this program is not to be started by root at every start of the machine; null when nothing speaks against it. It
 * says what was expected, what was found, and what to do.
 */
export function programDoubt(host: ServiceHost): string | null {
  for (const path of host.program) {
    const doubt = doubtOnPath(host, path) ?? doubtOnFile(host, path);
    if (doubt !== null) return `${doubt}; ${ADVICE[host.platform]}`;
  }
  return null;
}

const ADVICE: Readonly<Record<Platform, string>> = {
  linux: 'put the program into /opt/ssm-doctor as root, and run it from there',
  macos: 'put the program into /opt/ssm-doctor as root, and run it from there',
  windows: 'put the program into C:\\Program Files\\ssm-doctor, and run it from there',
};

/** What others may write or clear away, or may not be there yet when the machine starts. */
const HOMES = ['/home', '/root', '/Users', '/var/root', '/var/home', '/private/var/root'];
const TEMPORARY = [
  '/tmp',
  '/var/tmp',
  '/dev/shm',
  '/run',
  '/var/run',
  '/var/folders',
  '/private/tmp',
  '/private/var/tmp',
  '/private/var/folders',
];

function doubtOnPath(host: ServiceHost, path: string): string | null {
  const { isAbsolute } = host.platform === 'windows' ? win32 : posix;
  if (!isAbsolute(path)) return `expected the absolute path of the program, found ${path}`;
  const [character] = UNUSABLE[host.platform].exec(path) ?? [];
  if (character !== undefined)
    return `expected a path that the system takes as it stands, found ${JSON.stringify(character)} in ${path}`;
  if (host.platform === 'windows') return doubtOnWindows(host, path);
  if (isBelow(path, HOMES)) return `expected the program outside of home folders, found ${path}`;
  if (isBelow(path, TEMPORARY)) return `expected the program outside of temporary folders, found ${path}`;
  return null;
}

/** systemd takes no quotes or backslashes in the name of a program; the Task Scheduler replaces variables. */
const UNUSABLE: Readonly<Record<Platform, RegExp>> = {
  linux: /[\x00-\x1f\x7f"'\\]/,
  macos: /[\x00-\x1f\x7f]/,
  windows: /[\x00-\x1f\x7f"%]|\$\(/,
};

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

/** The permissions of a file are not in its mode, so that it has to be where only administrators write. */
function doubtOnWindows({ environment }: ServiceHost, path: string): string | null {
  const names = ['PROGRAMFILES', 'PROGRAMW6432', 'PROGRAMFILES(X86)', 'SYSTEMROOT'];
  const folders = names.flatMap((name) => variable(environment, name) ?? []);
  const lower = win32.normalize(path).toLowerCase();
  if (folders.some((folder) => lower.startsWith(`${win32.normalize(folder).toLowerCase()}\\`))) return null;
  return `expected the program where only administrators write, found ${path}`;
}

function doubtOnFile(host: ServiceHost, path: string): string | null {
  const own = host.at(path);
  try {
    const stats = lstatSync(own);
    if (!stats.isFile()) return `expected the program, found no file at ${path}`;
    const owner = doubtOn(stats, 'program', false);
    if (owner !== null) return `${path}: ${owner}`;
    const folder = doubtOnFolder(dirname(own));
    return folder === null ? null : `${folder.path}: ${folder.message}`;
  } catch (error) {
    return `expected the program, found that the system says ${codeOf(error)} about ${path}`;
  }
}
