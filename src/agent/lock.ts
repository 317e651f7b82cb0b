import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../platform/files.ts';
import { makePrivateFolders } from '../platform/make-folder.ts';
import { nodeProcesses } from '../platform/node-processes.ts';
import { reasonOf } from '../platform/reason.ts';
import { openStateFile } from '../platform/state-file.ts';
import { isSameOwner, type OwnerMark, type Owners, ownersOf } from './lock-owner.ts';

/** What came of the wish to be the only one. */
export type Lock =
  | { readonly kind: 'held'; release(): void }
  /** Another process runs that has it, since a time in ISO 8601. */
  | { readonly kind: 'other'; readonly pid: number; readonly since: string }
  /** It cannot be told, or not be written down. */
  | { readonly kind: 'refused'; readonly message: string };

/** Who has the lock now. */
export type LockHolder = Exclude<Lock, { readonly kind: 'held' }> | { readonly kind: 'free' };

/** One link of the chain of those who had the lock; the last one has it, if its process still runs. */
interface Link {
  readonly file: string;
  /** Of this one alone, forever. */
  readonly id: string;
  /** Null where the file does not say, which no process leaves behind that runs. */
  readonly owner: Owner | null;
}

interface Owner {
  readonly pid: number;
  readonly mark: OwnerMark;
  readonly since: string;
}

const LONGEST = 64 * 1024;
const LONGEST_CHAIN = 1000;
/** Each but the first means that another process got further meanwhile. */
const MOST_ATTEMPTS = 1000;
const FILE_MODE = 0o600;

/**
 * Takes the lock of the machine, as long as no process that runs has it. Of several that try at the same moment exactly
 * one gets it, also when it was left by one that was killed.
 *
 * The file says who has it. It comes into being whole and only where there is none, as a second name of a file that was
 * written before. Who finds it left does not remove it, since another may have done so and taken the lock meanwhile;
 * instead it makes `FILE.ID`, with the id of what it found, which again only one can. Then it looks whether what it
 * followed is still there, and only then takes the place of the file itself, by renaming.
 */
export function takeLock(path: string, owners: Owners = thisMachine()): Lock {
  return tried(path, () => {
    makePrivateFolders(dirname(path));
    const own = { id: randomBytes(16).toString('hex'), ...ownerNow(owners) };
    const temporary = join(dirname(path), `.ssm-doctor-${own.id.slice(0, 16)}.tmp`);
    try {
      writeNew(temporary, JSON.stringify(own));
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        const lock = attemptToTake(path, { own: own.id, temporary, owners });
        if (lock !== null) return lock;
      }
    } finally {
      removeQuietly(temporary);
    }
    return { kind: 'refused', message: `${path}: others take it again and again; see who starts them` };
  });
}

/** Who has the lock, without taking it. */
export function lockHolder(path: string, owners: Owners = thisMachine()): LockHolder {
  return tried(path, () => other(chainOf(path).at(-1), owners) ?? { kind: 'free' });
}

interface Attempt {
  readonly own: string;
  /** The file that says so. */
  readonly temporary: string;
  readonly owners: Owners;
}

/** Null when another process got in between. */
function attemptToTake(path: string, { own, temporary, owners }: Attempt): Lock | null {
  const chain = chainOf(path);
  const last = chain.at(-1);
  const holder = other(last, owners);
  if (holder !== null) return chainOf(path)[0]?.id === chain[0]?.id ? holder : null;
  const place = last === undefined ? path : `${path}.${last.id}`;
  if (!linkNew(temporary, place)) return null;
  if (last !== undefined) {
    if (chainOf(path).at(-1)?.id !== own) {
      removeQuietly(place);
      return null;
    }
    moveOrRemove(place, path);
  }
  removeFollowers(path);
  return { kind: 'held', release: () => release(path, own) };
}

function other(last: Link | undefined, owners: Owners): Exclude<Lock, { kind: 'held' }> | null {
  const owner = last?.owner ?? null;
  if (owner === null || !isSameOwner(owner.mark, owners.mark(owner.pid))) return null;
  return { kind: 'other', pid: owner.pid, since: owner.since };
}

function chainOf(path: string): Link[] {
  const chain: Link[] = [];
  for (let file = path; chain.length < LONGEST_CHAIN; ) {
    const link = linkAt(file);
    if (link === null) return chain;
    chain.push(link);
    file = `${path}.${link.id}`;
  }
  throw new LockRefused(`${path}: more than ${LONGEST_CHAIN} files follow it; remove them`);
}

function linkAt(file: string): Link | null {
  // Where the system has no way to refuse it while opening.
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new LockRefused(`${file}: expected a file, found a link, which is not followed; remove it`);
  const opened = openStateFile(file, LONGEST);
  if (opened.kind === 'absent') return null;
  if (opened.kind === 'refused') throw new LockRefused(opened.message);
  const { content } = opened;
  try {
    const written = parsed(content.read(0, content.size).toString('utf8'));
    if (written !== null) return { file, id: written.id, owner: written };
  } finally {
    content.close();
  }
  const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  return { file, id: `${stats.ino.toString(16)}-${stats.ctimeNs.toString(16)}`, owner: null };
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

function ownerNow({ self, mark }: Owners): Owner {
  return { pid: self, mark: mark(self) ?? 'runs', since: new Date().toISOString() };
}

function writeNew(file: string, text: string): void {
  const fd = openSync(file, 'wx', FILE_MODE);
  try {
    writeSync(fd, text);
    // After a crash of the machine it says what it said, or is not there.
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function linkNew(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (NO_LINKS.has(codeOf(error)))
      throw new LockRefused(
        `${to}: the file system knows no second names of files; choose another folder for state`,
      );
    throw error;
  }
}

const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EISDIR',
  'EINVAL',
]);

function moveOrRemove(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    removeQuietly(from);
    throw error;
  }
}

/** What followed those who had the lock before follows nobody any more. */
function removeFollowers(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(folder))
    if (name.startsWith(prefix) && /^[0-9a-f-]{3,64}$/.test(name.slice(prefix.length)))
      removeQuietly(join(folder, name));
}

function release(path: string, own: string): void {
  try {
    if (linkAt(path)?.id === own) unlinkSync(path);
  } catch {
    // The next one sees that nobody runs who has it.
  }
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It is gone, or in nobody's way.
  }
}

/** The message says what was expected, what was found, and what to do. */
class LockRefused extends Error {}

function tried<T>(path: string, work: () => T): T | { kind: 'refused'; message: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof LockRefused) return { kind: 'refused', message: error.message };
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { kind: 'refused', message: `${path}: ${reasonOf(codeOf(error))}` };
  }
}

function thisMachine(): Owners {
  return ownersOf(process.platform, nodeProcesses(), Date.now);
}
