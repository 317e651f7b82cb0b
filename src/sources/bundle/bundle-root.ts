import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that stand at the root of an instance, in lower case; `c` is how a drive is packed. */
const AT_ROOT: ReadonlySet<string> = new Set([
  'c',
  'etc',
  'library',
  'opt',
  'private',
  'program files',
  'programdata',
  'snap',
  'usr',
  'var',
  'windows',
]);
const MAX_DESCENTS = 3;

/** The folder below `folder` that stands for the instance's root: bundles hold it below a folder with their name. */
export function bundleRoot(folder: string): string {
  let root = folder;
  for (let descents = 0; descents < MAX_DESCENTS; descents += 1) {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const [only] = folders;
    if (only === undefined || folders.length > 1 || AT_ROOT.has(only.name.toLowerCase())) return root;
    root = join(root, only.name);
  }
  return root;
}
