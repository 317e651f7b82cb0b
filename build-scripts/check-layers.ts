import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { violationsIn } from './layers/floors.ts';

/** Compiled by another compiler, into the kernel that src/reading holds. */
const ASSEMBLY = 'src/reading/kernel/assembly/';

/** Proves that imports go down the floors only: node build-scripts/check-layers.ts [ROOT] */
const [root = '.'] = process.argv.slice(2);
const modules = ['src', 'parsers'].flatMap(modulesIn);
const violations = modules.flatMap((path) => violationsIn(path, readFileSync(join(root, path), 'utf8')));
for (const violation of violations) console.error(violation);
if (modules.length === 0)
  console.error(`there is no module under ${join(root, 'src')} or ${join(root, 'parsers')}`);
else if (violations.length === 0) console.log(`${modules.length} modules, each import goes down`);
process.exitCode = modules.length === 0 || violations.length > 0 ? 1 : 0;

function modulesIn(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.split(sep).join('/')}`)
      .filter((path) => /\.[cm]?[jt]s$/.test(path) && !path.endsWith('.d.ts') && !path.startsWith(ASSEMBLY))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
