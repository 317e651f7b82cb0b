import { lstatSync } from 'node:fs';
import { openStateFile } from '../platform/state-file.ts';
import type { OwnerMark } from './lock-owner.ts';

/** One link of the chain of those who had the lock; the last one has it, if its process still runs. */
export interface Link {
  /** Of this one alone, forever. */
  readonly id: string;
  /** Null where the file does not say, which no process leaves behind that runs. */
  readonly owner: Owner | null;
}

export interface Owner {
  readonly pid: number;
  readonly mark: OwnerMark;
  readonly since: string;
}

const LONGEST = 64 * 1024;
const LONGEST_CHAIN = 1000;

/** The message says what was expected, what was found, and what to do. */
export class LockRefused extends Error {}

/**
 * Those who had the lock, one behind the other; the file itself is of the first.
 *
 * @throws LockRefused where a file is not one that this program made
 */
export function chainOf(path: string): Link[] {
  const chain: Link[] = [];
  for (let file = path; chain.length < LONGEST_CHAIN; ) {
    const link = linkAt(file);
    if (link === null) return chain;
    chain.push(link);
    file = `${path}.${link.id}`;
  }
  throw new LockRefused(`${path}: more than ${LONGEST_CHAIN} files follow it; remove them`);
}

/** Null where there is no file. @throws LockRefused */
export function linkAt(file: string): Link | null {
  // Where the system has no way to refuse it while opening.
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new LockRefused(`${file}: expected a file, found a link, which is not followed; remove it`);
  const opened = openStateFile(file, LONGEST);
  if (opened.kind === 'absent') return null;
  if (opened.kind === 'refused') throw new LockRefused(opened.message);
  const { content } = opened;
  try {
    const written = parsed(content.read(0, content.size).toString('utf8'));
    if (written !== null) return { id: written.id, owner: written };
  } finally {
    content.close();
  }
  const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  return { id: `${stats.ino.toString(16)}-${stats.ctimeNs.toString(16)}`, owner: null };
}

function parsed(text: string): (Owner & { readonly id: string }) | null {
  try {
    const { id, pid, mark, since } = JSON.parse(text) as Record<string, unknown>;
    const isWhole =
      typeof id === 'string' &&
      /^[0-9a-f]{32}$/.test(id) &&
      Number.isSafeInteger(pid) &&
      (pid as number) > 0 &&
      typeof mark === 'string' &&
      typeof since === 'string' &&
      !Number.isNaN(Date.parse(since));
    return isWhole ? { id, pid: pid as number, mark, since } : null;
  } catch {
    return null;
  }
}
