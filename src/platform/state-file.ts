import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  statfsSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './files.ts';
import { makePrivateFolders } from './make-folder.ts';
import { doubtOn, doubtOnFolder } from './ownership.ts';
import { reasonOf } from './reason.ts';
import { removeAbandoned, writeAtomically } from './write-atomically.ts';

/** A file of this program's own. */
export type StateFile =
  | { readonly kind: 'open'; readonly content: StateContent }
  | { readonly kind: 'absent' }
  /** Not to be relied on, or out of reach: what was expected and found. */
  | { readonly kind: 'refused'; readonly message: string };

/** What stands in the file, as it was when it was opened. Large parts of it are not needed in every run. */
export interface StateContent {
  /** Bytes. */
  readonly size: number;
  /** The bytes [from, to), or as many as there are. */
  read(from: number, to: number): Buffer;
  close(): void;
}

const FILE_MODE = 0o600;
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** Of a disk that has less room than so many times the file, nothing is taken. */
const ROOM = 3;
/** Files that were set aside and are kept. */
const MOST_ASIDE = 3;

/** Opens a file that root or this user wrote and nobody else may have, of at most `most` bytes. Never throws. */
export function openStateFile(path: string, most: number): StateFile {
  let fd = -1;
  try {
    const doubt = doubtOnFolder(realpathSync(dirname(path)));
    if (doubt !== null) return { kind: 'refused', message: `${doubt.path}: ${doubt.message}` };
    fd = openSync(path, OPEN_FLAGS);
    const stats = fstatSync(fd);
    const message = stats.isFile() ? doubtOn(stats, 'file', false) : 'expected a file';
    if (message !== null) return { kind: 'refused', message: `${path}: ${message}` };
    if (stats.size > most)
      return { kind: 'refused', message: `${path}: expected at most ${most} bytes, found ${stats.size}` };
    const content = contentOf(fd, stats.size);
    fd = -1;
    return { kind: 'open', content };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT'
      ? { kind: 'absent' }
      : { kind: 'refused', message: `${path}: ${reasonOf(code)}` };
  } finally {
    if (fd !== -1) closeSync(fd);
  }
}

/**
 * Writes the file in one step, for this user alone, and makes its folder where it is missing. Returns why it could
 * not be done, or null. It is not done where others may write, since nobody would rely on it, nor where it would take
 * much of what room there is left, since others need that more.
 */
export function writeStateFile(path: string, bytes: readonly Buffer[]): string | null {
  const folder = dirname(path);
  try {
    makePrivateFolders(folder);
    const doubt = doubtOnFolder(realpathSync(folder));
    if (doubt !== null) return `${doubt.path}: ${doubt.message}`;
    const needed = ROOM * bytes.reduce((sum, { length }) => sum + length, 0);
    const free = freeIn(folder);
    if (free < needed) return `${path}: expected ${needed} free bytes on the disk, found ${free}`;
    writeAtomically(path, bytes, { mode: FILE_MODE });
    removeAbandoned(folder, Date.now());
    return null;
  } catch (error) {
    return `${path}: ${reasonOf(codeOf(error))}`;
  }
}

/** Some file systems do not say how large they are. */
function freeIn(folder: string): number {
  const { blocks, bavail, bsize } = statfsSync(folder);
  return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
}

/** Gives the file another name, of which there are few: the oldest goes. Returns that name; null when it cannot. */
export function setAside(path: string): string | null {
  const names = Array.from({ length: MOST_ASIDE }, (_, index) => `${path}.aside-${index + 1}`);
  const times = names.map((name) => lstatSync(name, { throwIfNoEntry: false })?.mtimeMs ?? -1);
  const name = names[times.indexOf(Math.min(...times))] ?? `${path}.aside-1`;
  try {
    renameSync(path, name);
    return name;
  } catch {
    return null;
  }
}

function contentOf(fd: number, size: number): StateContent {
  return {
    size,
    read(from, to) {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(to, size) - from));
      let filled = 0;
      for (let got = -1; got !== 0 && filled < bytes.length; filled += got)
        got = readSync(fd, bytes, filled, bytes.length - filled, from + filled);
      return bytes.subarray(0, filled);
    },
    close: () => closeSync(fd),
  };
}
