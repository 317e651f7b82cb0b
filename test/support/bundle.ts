import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import './bundle-folder.ts';

/** The program as it is shipped, built once in a run of the tests: it starts in a quarter of the time of its sources. */
export function bundlePath(): string {
  const folder = inject('bundleFolder');
  const path = join(folder, 'main.cjs');
  if (existsSync(path)) return path;
  const built = join(mkdtempSync(join(folder, 'build-')), 'main.cjs');
  execFileSync(process.execPath, ['build-scripts/build.mjs', built]);
  // Whoever sees the bundle sees its cache.
  moveFolder(`${built}.cache`, `${path}.cache`);
  renameSync(built, path);
  return path;
}

/** Two that build at once make the same, so that the first one is as good. */
function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!TAKEN.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** What systems say of a folder whose new name another one has, or, EPERM, Windows. */
const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM']);
