import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FilesError } from './files.ts';

const TEMPORARY = /^\.ssm-doctor-[0-9a-f]{16}\.tmp$/;
/** Longer than any run writes one file: milliseconds. */
const ABANDONED_AFTER = 3_600_000;

/** Less the umask; what others may read is the caller's choice. */
const NEW_FILE_MODE = 0o666;

/** Bytes are given in pieces, of which there may be many small ones. */
export type Content = string | readonly Buffer[];

export interface WriteOptions {
  /** Permissions of the file, whatever the umask is and an existing file has; absent: what is said below. */
  readonly mode?: number;
}

/**
 * Writes a file in one step: whoever opens the path sees the old content or the new one, whole, even after a crash.
 * An existing file keeps its permissions, unless others are given, and as far as the system allows its owner; a new
 * one gets what the umask leaves. The temporary file beside it ends in `.tmp`.
 *
 * @throws FilesError when it cannot be done; nothing is left behind then. Beside the system's codes: `EISDIR` (the
 * path is a folder), `ELOOP` (a link, which is not followed: as root, it could be made to point at any file), `ENOTFILE`
 * (a device or pipe), `ENOENT` (its folder is missing), `ENOTDIR` (its folder is none).
 */
export function writeAtomically(path: string, content: Content, { mode }: WriteOptions = {}): void {
  const target = resolve(path);
  const folder = dirname(target);
  const temporary = join(folder, `.ssm-doctor-${randomBytes(8).toString('hex')}.tmp`);
  try {
    refuseMissingFolder(folder);
    writeTemporary(
      temporary,
      typeof content === 'string' ? [Buffer.from(content)] : content,
      existingFile(target),
      mode,
    );
    renameSync(temporary, target);
  } catch (error) {
    removeQuietly(temporary);
    throw FilesError.of(error, target);
  }
  syncFolder(folder);
}

/**
 * Refuses what `writeAtomically` would refuse, as far as it can be told without writing.
 *
 * @throws FilesError
 */
export function refuseUnwritable(path: string): void {
  const target = resolve(path);
  const folder = dirname(target);
  try {
    refuseMissingFolder(folder);
    existingFile(target);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw FilesError.of(error, target);
  }
}

export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/**
 * Removes the temporary files that runs left in a folder when they were killed: those that are an hour away from `now`
 * (milliseconds UTC), in the future, too, since the clock may have been set. What cannot be removed stays.
 */
export function removeAbandoned(folder: string, now: number): void {
  for (const name of readdirSync(folder).filter(isTemporary)) {
    const temporary = join(folder, name);
    const stats = lstatSync(temporary, { throwIfNoEntry: false });
    if (stats !== undefined && Math.abs(now - stats.mtimeMs) > ABANDONED_AFTER) removeQuietly(temporary);
  }
}

function existingFile(target: string): Stats | null {
  const stats = lstatSync(target, { throwIfNoEntry: false }) ?? null;
  if (stats === null || stats.isFile()) return stats;
  if (stats.isDirectory()) throw new FilesError('EISDIR', target);
  throw new FilesError(stats.isSymbolicLink() ? 'ELOOP' : 'ENOTFILE', target);
}

function refuseMissingFolder(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) throw new FilesError('ENOENT', folder);
  if (!stats.isDirectory()) throw new FilesError('ENOTDIR', folder);
}

function writeTemporary(
  temporary: string,
  pieces: readonly Buffer[],
  existing: Stats | null,
  mode: number | undefined,
): void {
  // Until it has its own permissions and owner, nobody else may read it.
  const fd = openSync(temporary, 'wx', existing === null && mode === undefined ? NEW_FILE_MODE : 0o600);
  try {
    if (existing !== null) adoptOwner(fd, existing);
    const permissions = mode ?? existing?.mode;
    if (permissions !== undefined) fchmodSync(fd, permissions & 0o777);
    for (const bytes of gathered(pieces))
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Bytes that are written at once. */
const AT_ONCE = 256 * 1024;

/** The same bytes in pieces that are worth a call of the system. Each is good until the next is asked for. */
function* gathered(pieces: readonly Buffer[]): Generator<Buffer> {
  const room = Buffer.allocUnsafe(AT_ONCE);
  let filled = 0;
  for (const piece of pieces) {
    if (filled + piece.length > AT_ONCE) {
      yield room.subarray(0, filled);
      filled = 0;
    }
    if (piece.length > AT_ONCE) yield piece;
    else filled += piece.copy(room, filled);
  }
  yield room.subarray(0, filled);
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
