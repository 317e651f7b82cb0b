import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { doubtOn, doubtOnFolder } from './ownership.ts';

/** A small file with something in it that others should not change, nor better read. */
export type OwnedText =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Others than its owner may read it. */
      readonly isPublic: boolean;
    }
  | { readonly kind: 'absent' }
  /** What was expected, what was found, what to do. */
  | { readonly kind: 'refused'; readonly message: string };

/** The same, as it is on the disk. */
export type OwnedBytes =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly isPublic: boolean }
  | Exclude<OwnedText, { readonly kind: 'text' }>;

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const GROUP_OR_OTHERS_WRITE = 0o022;
const OTHERS_READ = 0o004;

/** Reads a file as `readOwnedBytes` does; what is no UTF-8 becomes U+FFFD. Leaves no second copy in memory. */
export function readOwnedText(path: string, most: number): OwnedText {
  const read = readOwnedBytes(path, most);
  if (read.kind !== 'bytes') return read;
  const { bytes, isPublic } = read;
  const text = bytes.toString('utf8');
  bytes.fill(0);
  return { kind: 'text', text, isPublic };
}

/**
 * Reads a regular file that belongs to root or to this user, that nobody else may write, and that nobody else may
 * put another in the place of. It is judged by what was opened, so that it cannot be exchanged in between. Ownership
 * is not judged on Windows.
 */
export function readOwnedBytes(path: string, most: number): OwnedBytes {
  let fd = -1;
  try {
    const folder = realpathSync(dirname(path));
    const real = join(folder, basename(path));
    if (lstatSync(real).isSymbolicLink())
      return refused('expected a file, found a link, which is not followed; put the file itself there');
    fd = openSync(real, OPEN_FLAGS);
    const stats = fstatSync(fd);
    if (!stats.isFile()) return refused('expected a file, found a folder, pipe or device; remove it');
    const owner = doubtOn(stats, 'file', false);
    if (owner !== null) return refused(owner);
    if (process.geteuid !== undefined && (stats.mode & GROUP_OR_OTHERS_WRITE) !== 0)
      return refused(
        'expected a file that only its owner may write, found one that its group may; run chmod go-w on it',
      );
    const doubt = doubtOnFolder(folder);
    if (doubt !== null) return refused(`${doubt.path}: ${doubt.message}`);
    if (stats.size > most) return refused(`expected at most ${most} bytes, found ${stats.size}`);
    const isPublic = process.geteuid !== undefined && (stats.mode & OTHERS_READ) !== 0;
    return { kind: 'bytes', bytes: bytesOf(fd, most), isPublic };
  } catch (error) {
    return failed(error);
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

function bytesOf(fd: number, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  let filled = 0;
  for (let got = -1; got !== 0 && filled < most; filled += got)
    got = readSync(fd, bytes, filled, most - filled, filled);
  return bytes.subarray(0, filled);
}

function failed(error: unknown): OwnedBytes {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  if (code === 'EACCES' || code === 'EPERM')
    return refused('it may not be read; run as root, or as Administrator on Windows');
  return refused(`it cannot be read: ${code}`);
}

function refused(message: string): OwnedBytes {
  return { kind: 'refused', message };
}
