import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep, win32 } from 'node:path';
import { layoutOf } from '../../sources/layout.ts';
import type { Platform } from '../../vocabulary.ts';

/** Where names differ in more than the case of their letters. */
const HAS_CASE = process.platform !== 'win32' && process.platform !== 'darwin';

/**
 * The folder that a file is in, or would be, at any depth; null when it is in none of them. What the agent writes there
 * it would read again, and write about that. Links on the way are followed as far as there is something.
 */
export function folderAround(file: string, folders: readonly string[]): string | null {
  const real = realPlace(file);
  return folders.find((folder) => isBelow(real, realPlace(folder))) ?? null;
}

/** Where the SSM Agent of this machine has its logs and the output of its runs. */
export function ssmFolders(platform: Platform): readonly string[] {
  const { logs, data } = layoutOf(platform);
  const folders = [...logs, ...data];
  return platform === 'windows' ? folders.map((folder) => win32.join('C:\\', folder)) : folders;
}

function isBelow(path: string, folder: string): boolean {
  const [inner, outer] = HAS_CASE ? [path, folder] : [path.toLowerCase(), folder.toLowerCase()];
  const steps = relative(outer, inner);
  return steps !== '..' && !steps.startsWith(`..${sep}`) && !/^[A-Za-z]:|^[\\/]/.test(steps);
}

function realPlace(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPlace(folder), basename(path));
  }
}
