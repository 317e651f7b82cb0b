import { readFileSync } from 'node:fs';
import { codeOf } from '../files.ts';

const INSTANCE = process.platform === 'linux' ? 'inotify instance or open file' : 'open file';

/** Why a folder is looked at from time to time, in words for people. */
export function reasonOfSetting(every: number): string {
  return `polling is set to always; ${lookedAt(every)}`;
}

export function reasonOfFileSystem(name: string, every: number): string {
  return `a file system (${name}) that does not tell of every change; ${lookedAt(every)}`;
}

export function reasonOfRefusal(code: string, every: number): string {
  if (code === 'EACCES' || code === 'EPERM') return `no permission to read it; tried again ${often(every)}`;
  return `the system refuses to look at it (${code}); tried again ${often(every)}`;
}

/** Of what was thrown when its events were asked for. */
export function reasonOfError(error: unknown, every: number): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
      return `no inotify watch is left${limitOf('watches')}; ${lookedAt(every)}`;
    case 'EMFILE':
      return `no ${INSTANCE} is left${limitOf('instances')}; ${lookedAt(every)}`;
    default:
      return `the system tells nothing of changes here (${codeOf(error)}); ${lookedAt(every)}`;
  }
}

/** Whether the next folder would be refused, too. */
export function isExhaustion(error: unknown): boolean {
  return ['ENOSPC', 'EMFILE', 'ENFILE'].includes(codeOf(error));
}

/** The limit that is the lower: the user's on this machine, or the container's. */
function limitOf(what: 'watches' | 'instances'): string {
  const limits = [
    { name: `fs.inotify.max_user_${what}`, value: numberIn(`/proc/sys/fs/inotify/max_user_${what}`) },
    { name: `user.max_inotify_${what}`, value: numberIn(`/proc/sys/user/max_inotify_${what}`) },
  ].filter(({ value }) => !Number.isNaN(value));
  const [lowest] = limits.sort((one, other) => one.value - other.value);
  return lowest === undefined ? '' : ` (${lowest.name} is ${lowest.value})`;
}

function numberIn(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'latin1'), 10);
  } catch {
    return Number.NaN;
  }
}

function lookedAt(every: number): string {
  return `looked at ${often(every)}`;
}

function often(every: number): string {
  if (every === 1000) return 'every second';
  return every % 1000 === 0 ? `every ${every / 1000} seconds` : `every ${every} ms`;
}
