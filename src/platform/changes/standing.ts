import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../files.ts';

/** What stands at the path of a folder. `mark` is another one when something else stands there. */
export type Standing =
  | { readonly kind: 'folder'; readonly mark: string }
  | { readonly kind: 'absent'; readonly mark: '' }
  | { readonly kind: 'refused'; readonly mark: string; readonly code: string };

const ABSENT: Standing = { kind: 'absent', mark: '' };

/** A link is not followed: what stands there is no folder. */
export function standingAt(path: string): Standing {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isDirectory()) return ABSENT;
    accessSync(path, constants.R_OK | constants.X_OK);
    return { kind: 'folder', mark: markOf(stats) };
  } catch (error) {
    if (isAbsence(error)) return ABSENT;
    return { kind: 'refused', mark: codeOf(error), code: codeOf(error) };
  }
}

export function markOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

/** The nearest folder above that is there (a link to one, too), and the path of what is missing in it. */
export function nearestAbove(path: string): { readonly folder: string; readonly missing: string } {
  let missing = path;
  let folder = dirname(path);
  while (!isThere(folder) && dirname(folder) !== folder) {
    missing = folder;
    folder = dirname(folder);
  }
  return { folder, missing };
}

/** What may not be looked at may be there. */
function isThere(folder: string): boolean {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    return !isAbsence(error);
  }
}

function isAbsence(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
