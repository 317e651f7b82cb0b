import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { BundleError, codeOf } from './bundle-error.ts';
import { type ArchiveKind, HEAD_BYTES, recognize } from './magic.ts';

export const EXPECTED = "expected a .tar, .tar.gz or .zip of an instance's files";

/** An open archive; whoever opened it closes `fd`. */
export interface Archive {
  readonly path: string;
  readonly fd: number;
  readonly kind: ArchiveKind;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, UTC. */
  readonly modified: number;
}

/** A pipe must not make the opening wait for its other end. The flag is undefined on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Opens an archive and tells its kind. Throws a `BundleError`. */
export function openArchive(path: string): Archive {
  let fd = -1;
  try {
    fd = openSync(path, OPEN_FLAGS);
    const { size, mtimeMs } = statsOf(path, fd);
    return { path, fd, size, modified: mtimeMs, kind: kindOf(path, fd) };
  } catch (error) {
    if (fd !== -1) closeSync(fd);
    if (error instanceof BundleError) throw error;
    const message = `${EXPECTED}; it cannot be read (${codeOf(error)}); check path and permissions`;
    throw new BundleError('unreadable', path, message, { cause: error });
  }
}

function statsOf(path: string, fd: number): { size: number; mtimeMs: number } {
  const stats = fstatSync(fd);
  if (stats.isFile()) return stats;
  const found = stats.isDirectory() ? 'a folder' : 'something that is not a file';
  throw new BundleError('not-a-bundle', path, `${EXPECTED}; found ${found}; give the archive itself`);
}

function kindOf(path: string, fd: number): ArchiveKind {
  const head = Buffer.alloc(HEAD_BYTES);
  const found = recognize(head.subarray(0, readSync(fd, head, 0, head.length, 0)));
  if (found.kind === 'damaged') {
    throw new BundleError('unreadable', path, `${EXPECTED}; found ${found.found}; copy or pack it again`);
  }
  if (found.kind === 'other') {
    throw new BundleError(
      'not-a-bundle',
      path,
      `${EXPECTED}; found ${found.found}; pack the files as one of these`,
    );
  }
  return found.kind;
}
