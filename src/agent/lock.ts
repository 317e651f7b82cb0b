import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
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
import { chainOf, type Link, LockRefused, linkAt, type Owner } from './lock-chain.ts';
import { isSameOwner, type Owners, ownersOf } from './lock-owner.ts';

/** What came of the wish to be the only one. */
export type Lock =
  | { readonly kind: 'held'; release(): void }
  /** Another process runs that has it, since a time in ISO 8601. */
  | { readonly kind: 'other'; readonly pid: number; readonly since: string }
  /** It cannot be told, or not be written down. */
  | { readonly kind: 'refused'; readonly message: string };

/** Who has the lock now. */
export type LockHolder = Exclude<Lock, { readonly kind: 'held' }> | { readonly kind: 'free' };

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

function ownerNow({ self, mark }: Owners): Owner {
  return { pid: self, mark: mark(self) ?? 'runs', since: new Date().toISOString() };
}

function writeNew(file: string, text: string): void {
  const fd = openSync(file, 'wx', FILE_MODE);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
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
