import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import './bundle-folder.ts';

/** The program as it is shipped, built once in a run of the tests: it starts in a quarter of the time of its sources. */
export function bundlePath(): string {
  const folder = inject('bundleFolder');
  const path = join(folder, 'built', 'main.cjs');
  if (existsSync(path)) return path;
  const building = mkdtempSync(join(folder, 'building-'));
  chmodSync(building, 0o755);
  execFileSync(process.execPath, ['build-scripts/build.mjs', join(building, 'main.cjs')]);
  try {
    renameSync(building, join(folder, 'built'));
  } catch (error) {
    // Two that build at once make the same, and the first one is as good.
    if (!existsSync(path)) throw error;
  }
  return path;
}
