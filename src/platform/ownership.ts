import { lstatSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Why something is not read: what was expected, what was found, and what to do. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
}

const STICKY = 0o1000;

/** Whoever may write a folder on the way, may put another in its place; not in one where only owners may rename. */
export function doubtOnFolder(folder: string): Refusal | null {
  for (let at = folder, isFirst = true; ; at = dirname(at), isFirst = false) {
    const stats = lstatSync(at);
    const message = doubtOn(stats, 'folder', !isFirst && (stats.mode & STICKY) !== 0);
    if (message !== null) return { path: at, message };
    if (at === dirname(at)) return null;
  }
}

/**
 * Why what somebody else than root and this user may have written is not taken; null when nobody else may. Always
 * null on Windows, where the permissions of a file are not in its mode.
 */
export function doubtOn({ mode, uid, gid }: Stats, what: string, mayBeShared: boolean): string | null {
  const self = process.geteuid?.();
  if (self === undefined) return null;
  if (uid !== 0 && uid !== self)
    return `expected a ${what} of root's, found one of user ${uid}'s; change its owner`;
  const othersWrite = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0);
  if (!othersWrite || mayBeShared) return null;
  return `expected a ${what} that only its owner may write, found mode ${rightsOf(mode)}; run chmod go-w on it`;
}

function rightsOf(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
