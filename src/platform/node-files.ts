import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import {
  type Entry,
  type EntryType,
  type Files,
  FilesError,
  type FolderEntry,
  type OpenFile,
} from './files.ts';

/**
 * A FIFO or device that stands where a log should be must neither hang the open nor become the terminal. The flags
 * are undefined on Windows, where a link is refused by looking before opening.
 */
const OPEN_FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const OPEN_REFUSES_LINKS = constants.O_NOFOLLOW !== undefined;

/**
 * The files of this machine. `open` refuses what is not a regular file with `ENOTFILE`; every other failure carries
 * the system's code, and the system's error as its cause.
 */
export function nodeFiles(): Files {
  return { list, listEntries, look, find, resolve, open };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw FilesError.of(error, folder);
  }
}

function listEntries(folder: string): FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((dirent) => ({
      name: dirent.name,
      type: typeOfDirent(dirent),
    }));
  } catch (error) {
    throw FilesError.of(error, folder);
  }
}

function typeOfDirent(dirent: Dirent): EntryType {
  if (dirent.isFile()) return 'file';
  if (dirent.isDirectory()) return 'folder';
  return dirent.isSymbolicLink() ? 'link' : 'other';
}

function look(path: string): Entry {
  const entry = find(path);
  if (entry === null) throw new FilesError('ENOENT', path);
  return entry;
}

function find(path: string): Entry | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    return entryOf(stats, hasExactIdentity(stats) ? null : lstatSync(path, { bigint: true }));
  } catch (error) {
    throw FilesError.of(error, path);
  }
}

function resolve(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    throw FilesError.of(error, path);
  }
}

function open(path: string): OpenFile {
  if (!OPEN_REFUSES_LINKS && look(path).type === 'link') throw new FilesError('ELOOP', path);
  let fd = -1;
  try {
    fd = openSync(path, OPEN_FLAGS);
    const stats = fstatSync(fd);
    if ((stats.mode & constants.S_IFMT) !== constants.S_IFREG) throw new FilesError('ENOTFILE', path);
    const exact = hasExactIdentity(stats) ? null : fstatSync(fd, { bigint: true });
    return new NodeFile(fd, path, entryOf(stats, exact));
  } catch (error) {
    if (fd !== -1) closeSync(fd);
    throw FilesError.of(error, path);
  }
}

class NodeFile implements OpenFile {
  readonly entry: Entry;
  readonly #path: string;
  #fd: number;

  constructor(fd: number, path: string, entry: Entry) {
    this.#fd = fd;
    this.#path = path;
    this.entry = entry;
  }

  read(target: Uint8Array, position: number): number {
    if (this.#fd === -1) throw new FilesError('EBADF', this.#path);
    try {
      return readSync(this.#fd, target, 0, target.length, position);
    } catch (error) {
      throw FilesError.of(error, this.#path);
    }
  }

  close(): void {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    try {
      closeSync(fd);
    } catch (error) {
      throw FilesError.of(error, this.#path);
    }
  }
}

/** File ids of NTFS and inodes of overlay file systems use all 64 bits; a rounded one would name its neighbour. */
function hasExactIdentity(stats: Stats): boolean {
  return stats.ino <= Number.MAX_SAFE_INTEGER && stats.dev <= Number.MAX_SAFE_INTEGER;
}

function entryOf(stats: Stats, exact: { readonly dev: bigint; readonly ino: bigint } | null): Entry {
  return {
    type: typeOf(stats.mode),
    size: stats.size,
    modified: stats.mtimeMs,
    identity: exact === null ? `${stats.dev}:${stats.ino}` : `${exact.dev}:${exact.ino}`,
  };
}

function typeOf(mode: number): EntryType {
  switch (mode & constants.S_IFMT) {
    case constants.S_IFREG:
      return 'file';
    case constants.S_IFDIR:
      return 'folder';
    case constants.S_IFLNK:
      return 'link';
    default:
      return 'other';
  }
}
