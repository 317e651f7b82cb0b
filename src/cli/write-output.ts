import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

export { type Written, writeStdout } from './write-stdout.ts';

/** Less the umask; what others may read is the caller's choice. */
const NEW_FILE_MODE = 0o666;

/**
 * Writes a file in one step: whoever opens the path sees the old content or the new one, whole, even after a crash.
 * An existing file keeps its permissions and, as far as the system allows, its owner.
 *
 * @throws UsageError when the path is a folder, a link or a device, or its folder is missing or not writable; other
 * errors of the system as they are. Nothing is left behind in either case.
 */
export function writeOutput(path: string, text: string): void {
  const target = resolve(path);
  const folder = dirname(target);
  const temporary = join(folder, `.ssm-doctor-${randomBytes(8).toString('hex')}.tmp`);
  try {
    refuseMissingFolder(path, folder);
    writeTemporary(temporary, text, existingFile(path, target));
    renameSync(temporary, target);
  } catch (error) {
    removeQuietly(temporary);
    throw explained(error, path, folder);
  }
  syncFolder(folder);
}

/** A link is not followed: as root, it could be made to point at any file of the system. */
function existingFile(path: string, target: string): Stats | null {
  const stats = lstatSync(target, { throwIfNoEntry: false }) ?? null;
  if (stats === null || stats.isFile()) return stats;
  if (stats.isDirectory()) {
    throw new UsageError(`expected a file to write, found a folder: ${path}; add a file name to it`);
  }
  if (stats.isSymbolicLink()) {
    throw new UsageError(`expected a file to write, found a link: ${path}; name the file that it leads to`);
  }
  throw new UsageError(`expected a file to write, found a device or pipe: ${path}; print to stdout instead`);
}

function refuseMissingFolder(path: string, folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UsageError(
      `expected a folder to write ${path} in, found nothing at ${folder}; create it first`,
    );
  }
  if (!stats.isDirectory()) {
    throw new UsageError(
      `expected a folder to write ${path} in, found a file at ${folder}; choose another path`,
    );
  }
}

function writeTemporary(temporary: string, text: string, existing: Stats | null): void {
  const fd = openSync(temporary, 'wx', existing === null ? NEW_FILE_MODE : 0o600);
  try {
    if (existing !== null) adoptOwner(fd, existing);
    if (existing !== null) fchmodSync(fd, existing.mode & 0o777);
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function adoptOwner(fd: number, { uid, gid }: Stats): void {
  try {
    fchownSync(fd, uid, gid);
  } catch {
    // Only root may give a file away; for everyone else the new file is their own.
  }
}

/** Without it a crash may bring the old name back; where a folder cannot be opened there is no other way. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Windows has no such thing, and some network file systems refuse it: the content is in place either way.
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made, or it is out of reach like the folder: the first error is the one to tell.
  }
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'a read-only file system'],
  ['EBUSY', 'a file in use'],
  ['ENOTDIR', 'a file in place of a folder'],
  ['ENAMETOOLONG', 'a name that is too long'],
]);

function explained(error: unknown, path: string, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const found = REFUSALS.get(code);
  if (found === undefined) return error;
  const message = `expected to write ${path}, found ${found} in ${folder}; choose another path`;
  return new UsageError(message, { cause: error });
}
