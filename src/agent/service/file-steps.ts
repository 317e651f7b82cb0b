import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, FilesError } from '../../platform/files.ts';
import { removeFolders } from '../../platform/make-folder.ts';
import { reasonOf } from '../../platform/reason.ts';
import { writeAtomically } from '../../platform/write-atomically.ts';
import type { ServiceHost } from './host.ts';
import type { Step, Undo } from './steps.ts';

/** What stands at a path. */
export type Former =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Bytes of a file that describes a service; more is none. */
const LONGEST = 1024 * 1024;
/** Others read it, systemd's tools among them. */
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o700;
const ABOVE_MODE = 0o755;

/** Looks at a file that may be ours. */
export function formerAt(path: string): Former {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    if (stats.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
    if (!stats.isFile() || stats.size > LONGEST)
      return { kind: 'unreadable', message: 'something else than a file of this kind stands there' };
    return { kind: 'file', bytes: readFileSync(path) };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOTDIR' ? { kind: 'absent' } : { kind: 'unreadable', message: reasonOf(code) };
  }
}

/** Writes a file in one step, in place of what stood there; `after` is done when that is back. */
export function writeFileStep(
  host: ServiceHost,
  path: string,
  bytes: Buffer,
  after: readonly Undo[] = [],
): Step {
  const own = host.at(path);
  const former = formerAt(own);
  let isChanged = false;
  const restoring = {
    title: former.kind === 'absent' ? `removed ${path}` : `put back the former ${path}`,
    run: () => tried(() => restore(own, former)),
  };
  return {
    title: `write ${path}`,
    run: () =>
      tried(() => {
        if (former.kind === 'link') unlinkSync(own);
        isChanged = former.kind === 'link';
        writeAtomically(own, [bytes], { mode: FILE_MODE });
        isChanged = true;
      }),
    undo: () => (isChanged ? [restoring, ...after] : []),
  };
}

function restore(path: string, former: Former): void {
  if (former.kind === 'file') writeAtomically(path, [former.bytes], { mode: FILE_MODE });
  if (former.kind === 'unreadable') return;
  if (former.kind !== 'file') rmSync(path, { force: true });
  if (former.kind === 'link') symlinkSync(former.target, path);
}

/** Removes a file; one that is gone is well. */
export function removeFileStep(host: ServiceHost, path: string): Step {
  return { title: `remove ${path}`, run: () => tried(() => rmSync(host.at(path), { force: true })) };
}

/** Makes sure of a folder for root alone, and of those above it. */
export function makeFolderStep(host: ServiceHost, path: string): Step {
  const made: string[] = [];
  return {
    title: `make ${path}`,
    run: () => tried(() => makeFolders(host.at(path), made)),
    undo: () => (made.length === 0 ? [] : [{ title: `removed ${path}`, run: () => removed(made) }]),
  };
}

function removed(folders: readonly string[]): null {
  removeFolders(folders);
  return null;
}

/** Above the folder itself a link will do; the system has some of its own. */
function makeFolders(path: string, made: string[], isLast = true): void {
  const stats = (isLast ? lstatSync : statSync)(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  if (stats !== undefined) throw new FilesError('ENOTDIR', path);
  makeFolders(dirname(path), made, false);
  mkdirSync(path, { mode: isLast ? FOLDER_MODE : ABOVE_MODE });
  made.push(path);
}

/** Why it could not be done, in words, or null. */
export function tried(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return reasonOf(codeOf(error));
  }
}
