import { dirname, resolve } from 'node:path';
import { FilesError } from '../platform/files.ts';
import { type Content, refuseUnwritable, writeAtomically } from '../platform/write-atomically.ts';
import { UsageError } from './usage-error.ts';
import { OutputError } from './write-stdout.ts';

export { type Written, writeStdout } from './write-stdout.ts';

/**
 * Writes a file in one step: whoever opens the path sees the old content or the new one, whole, even after a crash.
 * An existing file keeps its permissions and, as far as the system allows, its owner.
 *
 * @throws UsageError when the path is a folder, a link or a device, or its folder is missing or not writable;
 * OutputError when the system cannot write it, as on a full disk. Nothing is left behind in either case.
 */
export function writeOutput(path: string, content: Content): void {
  try {
    writeAtomically(path, content);
  } catch (error) {
    throw error instanceof FilesError ? explained(error, path) : error;
  }
}

/** @throws UsageError where the file could not be written, before anything is done that cannot be undone */
export function refuseUnwritableOutput(path: string): void {
  try {
    refuseUnwritable(path);
  } catch (error) {
    throw error instanceof FilesError ? explained(error, path) : error;
  }
}

const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'a read-only file system'],
  ['EBUSY', 'a file in use'],
  ['ENAMETOOLONG', 'a name that is too long'],
]);

function explained(error: FilesError, path: string): UsageError | OutputError {
  const { code } = error;
  const message = messageOf(code, path, dirname(resolve(path)));
  if (message !== null) return new UsageError(message, { cause: error });
  const found = FULL.get(code) ?? code;
  return new OutputError(`expected to write ${path}, found ${found}; choose another path`, { cause: error });
}

/** Nobody's mistake: the path may be written another time. */
const FULL: ReadonlyMap<string, string> = new Map([
  ['EDQUOT', 'a full quota'],
  ['EFBIG', 'that it may not be so large'],
  ['ENOSPC', 'a full disk'],
]);

function messageOf(code: string, path: string, folder: string): string | null {
  switch (code) {
    case 'EISDIR':
      return `expected a file to write, found a folder: ${path}; add a file name to it`;
    case 'ELOOP':
      return `expected a file to write, found a link: ${path}; name the file that it leads to`;
    case 'ENOTFILE':
      return `expected a file to write, found a device or pipe: ${path}; print to stdout instead`;
    case 'ENOENT':
      return `expected a folder to write ${path} in, found nothing at ${folder}; create it first`;
    case 'ENOTDIR':
      return `expected a folder to write ${path} in, found a file at ${folder}; choose another path`;
    default: {
      const found = REFUSALS.get(code);
      if (found === undefined) return null;
      return `expected to write ${path}, found ${found} in ${folder}; choose another path`;
    }
  }
}
