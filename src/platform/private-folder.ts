import { chmodSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { codeOf, FilesError } from './files.ts';
import { makePrivateFolders } from './make-folder.ts';
import { type OwnedText, readOwnedText } from './owned-text.ts';
import { doubtOnFolder } from './ownership.ts';
import { isTemporary, removeAbandoned, writeAtomically } from './write-atomically.ts';

/** A folder of this program's own, in which nobody else reads or writes. Names are those of entries in it. */
export interface PrivateFolder {
  readonly path: string;
  /** Sorted by code unit; without files that are being written. */
  names(): string[];
  /** Null when it is not there any more. */
  size(name: string): number | null;
  /** Milliseconds since 1970, UTC; null when it is not there any more. */
  modified(name: string): number | null;
  read(name: string, most: number): OwnedText;
  /** In one step, for this user alone. @throws FilesError */
  write(name: string, text: string): void;
  /** To another folder of the same file system; false when it is not there any more. @throws FilesError */
  move(name: string, to: PrivateFolder): boolean;
  /** Nothing happens when it is not there any more. @throws FilesError */
  remove(name: string): void;
}

/** The folder cannot be used. The message says what was expected, what was found, and what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
}

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Opens a folder, and makes it where it is missing.
 *
 * @throws FolderError when it cannot be made, or others may write in it or put another in its place
 */
export function openPrivateFolder(path: string): PrivateFolder {
  try {
    makePrivateFolders(path);
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) throw new FolderError(`expected a folder, found a link: ${path}; remove it`);
    closeToOthers(path, stats);
    const doubt = doubtOnFolder(realpathSync(path));
    if (doubt !== null) throw new FolderError(`${doubt.path}: ${doubt.message}`);
    const folder = new NodeFolder(path);
    removeAbandoned(path, Date.now());
    return folder;
  } catch (error) {
    if (error instanceof FolderError) throw error;
    const reason = REASONS.get(codeOf(error)) ?? codeOf(error);
    throw new FolderError(`expected a folder to keep reports in at ${path}, found ${reason}`, {
      cause: error,
    });
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'a read-only file system'],
  ['ENOSPC', 'a full disk'],
  ['EDQUOT', 'a full quota'],
  ['EEXIST', 'a file'],
  ['ENOTDIR', 'a file in place of a folder'],
  ['ENOENT', 'a place that takes no folders'],
]);

/** Made by an older umask, or by hand. */
function closeToOthers(path: string, { mode, uid }: Stats): void {
  if (process.geteuid?.() === uid && (mode & 0o077) !== 0) chmodSync(path, FOLDER_MODE);
}

class NodeFolder implements PrivateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  names(): string[] {
    return this.#tried(this.path, () =>
      readdirSync(this.path)
        .filter((name) => !isTemporary(name))
        .sort(),
    );
  }

  size(name: string): number | null {
    return this.#look(name)?.size ?? null;
  }

  modified(name: string): number | null {
    return this.#look(name)?.mtimeMs ?? null;
  }

  read(name: string, most: number): OwnedText {
    return readOwnedText(join(this.path, name), most);
  }

  write(name: string, text: string): void {
    writeAtomically(join(this.path, name), text, { mode: FILE_MODE });
  }

  move(name: string, to: PrivateFolder): boolean {
    const path = join(this.path, name);
    return this.#tried(path, () => {
      try {
        renameSync(path, join(to.path, name));
        return true;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      }
    });
  }

  remove(name: string): void {
    const path = join(this.path, name);
    this.#tried(path, () => rmSync(path, { force: true, recursive: true }));
  }

  #look(name: string): Stats | null {
    return lstatSync(join(this.path, name), { throwIfNoEntry: false }) ?? null;
  }

  #tried<T>(path: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw FilesError.of(error, path);
    }
  }
}
