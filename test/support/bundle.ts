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
  // Whoever sees the bundle sees its cache. Two that build at once make the same.
  if (existsSync(`${built}.cache`)) renameSync(`${built}.cache`, `${path}.cache`);
  renameSync(built, path);
  return path;
}
