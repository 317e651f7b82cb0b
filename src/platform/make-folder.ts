import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { FilesError } from './files.ts';

/** A folder below another, and those that had to be made for it, outermost first. */
export interface MadeFolder {
  readonly path: string;
  readonly made: readonly string[];
}

/**
 * Makes sure of a folder below `base`, step by step; what is missing gets the owner and the permissions of `base`.
 * No step may be a link: what it leads to belongs to somebody else.
 *
 * @throws FilesError with the system's code, `ELOOP` for a link and `ENOTDIR` for anything else that is no folder; what
 * was made is removed again
 */
export function makeFolder(base: string, steps: readonly string[]): MadeFolder {
  const made: string[] = [];
  let path = base;
  try {
    const model = folderAt(base);
    if (model === null) throw new FilesError('ENOENT', base);
    for (const step of steps) {
      path = join(path, step);
      if (folderAt(path) !== null || !isMadeHere(path)) continue;
      made.push(path);
      adopt(path, model);
    }
    return { path, made };
  } catch (error) {
    removeFolders(made);
    throw FilesError.of(error, path);
  }
}

/**
 * Makes a folder for this user alone, and those above it that are missing, step by step: `recursive` does not come back
 * where the system takes no folders, as below `/proc`. Throws the system's error.
 */
export function makePrivateFolders(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() || stats?.isSymbolicLink()) return;
  if (stats === undefined) makePrivateFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // A run beside this one may have made it.
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Removes folders that are still empty, innermost first; what is in use stays. */
export function removeFolders(made: readonly string[]): void {
  for (const path of made.toReversed()) {
    try {
      rmdirSync(path);
    } catch {
      // Somebody has put something there: it is theirs now.
    }
  }
}

function folderAt(path: string): Stats | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isDirectory()) return stats;
  throw new FilesError(stats.isSymbolicLink() ? 'ELOOP' : 'ENOTDIR', path);
}

/** Makes a folder; false where a run beside this one has made it meanwhile. */
function isMadeHere(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (folderAt(path) === null) throw error;
    return false;
  }
}

/** Whatever the umask is. */
function adopt(path: string, { uid, gid, mode }: Stats): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // Only root may give a folder away; for everyone else it is their own.
  }
  chmodSync(path, mode & 0o777);
}
