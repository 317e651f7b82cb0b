/**
 * Bundles src/main.ts with all it needs to one file, dist/main.cjs. What it imports with `import()`, LATER, is in the
 * file compressed, and compiled when it is asked for: V8 looks at every byte of a file before it runs the first line,
 * which costs more than a whole `--version`. What most commands need is one part of it; what a diagnosis and what checks
 * need beside it are two more; what only other commands need are further ones, with what they share in parts of its own.
 * Beside the bundle stand those three once more, with the little that ties them together, in OUTPUT.cache: their texts,
 * not compressed, and what V8 made of them, so that the same Node need not compile them again, which saves a third of a
 * diagnosis of an empty tree; any other Node compiles the texts, and a bundle alone decompresses its own. There, too, are
 * the licences of all packages that the bundle holds parts of, and in `parts` what a single executable is made of: the
 * texts of those three, the others, a main.cjs that takes them from there, and a list of those packages.
 *
 *   node build-scripts/build.mjs [OUTPUT [ENTRY LATER]]
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { licencesText, packagesOf } from './bundle/licences.mjs';
import { deferring, inAssets, inBundle } from './bundle/linked.mjs';
import { partsOf } from './bundle/parts.mjs';
import { textOf } from './bundle/text-of.mjs';
import { WORK } from './bundle/work.ts';

const [output = 'dist/main.cjs', entry = 'src/main.ts', later = 'src/cli/run.ts'] = process.argv.slice(2);
const folder = dirname(output);
const partsFolder = join(folder, 'parts');
mkdirSync(partsFolder, { recursive: true });

/** What most runs are asked for. */
const isDiagnosis = (path) => /[/\\]cli[/\\]diagnose\.ts$/.test(path);
const isCheck = (path) => /[/\\]cli[/\\]check\.ts$/.test(path);
const modules = new Set();
const parts = await partsOf(resolve(later), { isDiagnosis, isCheck }, modules);

const bundle = inBundle(parts);
const text = await textOf(entry, [deferring(bundle.code)], modules);
writeFileSync(output, `#!/usr/bin/env node\n${text}${bundle.text}`);
chmodSync(output, 0o755);
writeCache();

const assets = inAssets(parts);
writeFileSync(join(partsFolder, 'main.cjs'), await textOf(entry, [deferring(assets.code)], modules));
writeFileSync(join(partsFolder, 'texts'), assets.texts, 'latin1');
writeFileSync(join(partsFolder, 'others'), assets.others);

const packages = packagesOf(modules);
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licencesText(packages));
const names = packages.map(({ name, version }) => ({ name, version }));
writeFileSync(join(partsFolder, 'packages.json'), `${JSON.stringify(names, null, 2)}\n`);

/** The texts, and what V8 makes of them when a diagnosis is made, and the checks that ask nobody. */
function writeCache() {
  const cache = `${output}.cache`;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache);
  for (const [name, kept] of bundle.kept) writeFileSync(join(cache, name), kept, 'latin1');
  for (const args of WORK) {
    try {
      execFileSync(process.execPath, ['build-scripts/code-cache.cjs', output, ...args], { stdio: 'ignore' });
    } catch {
      // Its status says what was found.
    }
  }
}
