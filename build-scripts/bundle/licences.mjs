import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is in the bundle, and no module of it: the kernel is compiled with this one's library. */
const COMPILED_IN = ['node_modules/assemblyscript'];
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;
const RULE = '='.repeat(78);

/**
 * The packages that modules come from, by name: those with a folder of their own in node_modules.
 *
 * @throws Error for one that gives no licence
 */
export function packagesOf(modules) {
  const folders = new Set(COMPILED_IN.filter((folder) => existsSync(folder)));
  for (const path of modules) {
    const [folder] = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(path) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].map(packageIn).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageIn(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && typeof license !== 'string')
    throw new Error(`expected a licence in ${folder}, found none; look for it, or do without that package`);
  return { name, version, license, author: typeof author === 'string' ? author : author?.name, texts };
}

/** The licences of packages, each text once, and that of Node, which the single executables hold. */
export function licencesText(packages) {
  const named = new Map();
  for (const { name, version, license, author, texts } of packages) {
    const text = texts.join('\n\n') || `${license}${author === undefined ? '' : `, by ${author}`}`;
    named.set(text, [...(named.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...named, ...nodeLicence()].map(
    ([text, names]) => `${RULE}\n${names.join('\n')}\n\n${text}\n`,
  );
  return `ssm-doctor holds parts of the packages below, under these licences.\n\n${parts.join('\n')}`;
}

/** Of the packaged Node of this machine; that of other platforms has the same. */
function nodeLicence() {
  const folder = readdirSync('node_modules').find((name) =>
    /^node-(?:bin-)?(?:linux|darwin|win)-/.test(name),
  );
  if (folder === undefined) return [];
  const { version } = JSON.parse(readFileSync(join('node_modules', folder, 'package.json'), 'utf8'));
  const text = readFileSync(join('node_modules', folder, 'LICENSE'), 'utf8').trim();
  return [[text, [`Node.js ${version} (in the executables for one platform)`]]];
}
