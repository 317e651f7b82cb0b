/**
 * Bundles src/main.ts with all it needs to one file, dist/main.cjs. What the entry imports with `import()` is in the
 * file compressed, and compiled when it is asked for: V8 looks at every byte of a file before it runs the first line,
 * which costs more than a whole `--version`. What further `import()`s name is compiled with it, but runs only when
 * asked for, and so do the parts of Node that only it needs; what few runs need is compressed once more by itself.
 * Beside the bundle stands what V8 made of that text, OUTPUT.cache: the same Node need not compile it again, which saves
 * a third of a diagnosis of an empty tree; any other Node, or a bundle without it, compiles the text. There, too, are
 * the licences of all packages that the bundle holds parts of, and in `parts` what a single executable is made of: the
 * deferred text, a main.cjs that takes it from there, and a list of those packages.
 *
 *   node build-scripts/build.mjs [ENTRY OUTPUT]
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { licencesText, packagesOf } from './bundle/licences.mjs';
import { compiledFromAssets, compiledFromBundle, deferring } from './bundle/packed.mjs';
import { textOf } from './bundle/text-of.mjs';

const [entry = 'src/main.ts', output = 'dist/main.cjs'] = process.argv.slice(2);
const folder = dirname(output);
const parts = join(folder, 'parts');
mkdirSync(parts, { recursive: true });

const modules = new Set();
let deferred = '';
const plugin = deferring(async (text) => {
  deferred = await text();
  return compiledFromBundle(deferred);
}, modules);
const text = await textOf(entry, [plugin], modules);
writeFileSync(output, `#!/usr/bin/env node\n${text}`);
chmodSync(output, 0o755);
writeCodeCache();

const ofAssets = deferring(compiledFromAssets, modules);
writeFileSync(join(parts, 'main.cjs'), await textOf(entry, [ofAssets], modules));
writeFileSync(join(parts, 'deferred'), deferred, 'latin1');

const packages = packagesOf(modules);
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licencesText(packages));
const names = packages.map(({ name, version }) => ({ name, version }));
writeFileSync(join(parts, 'packages.json'), `${JSON.stringify(names, null, 2)}\n`);

/** Compiles what a diagnosis needs, by making one. */
function writeCodeCache() {
  rmSync(`${output}.cache`, { force: true });
  const args = ['diagnose', '--root', 'fixtures/repository-access-denied/evidence', '--format', 'json'];
  try {
    execFileSync(process.execPath, ['build-scripts/code-cache.cjs', output, ...args], { stdio: 'ignore' });
  } catch {
    // Its status says what the diagnosis found.
  }
}
