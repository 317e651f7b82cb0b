/**
 * Makes dist/bin/TARGET/ssm-doctor, one executable with its Node for each target, on one machine: Linux on x64, with
 * binutils for both processors and osslsigncode. The same commit gives the same bytes.
 *
 *   node build-scripts/build-binaries.ts [TARGET…]
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { codeCachesOf } from './binaries/code-cache.ts';
import { checkSignature, signed } from './binaries/code-signature.ts';
import { EMULATOR_PACKAGES, emulatorOf } from './binaries/emulator.ts';
import { lockedNode, unpackNode } from './binaries/node-package.ts';
import { TARGETS, type Target, targetsNamed } from './binaries/targets.ts';
import { tool } from './binaries/tool.ts';
import { type FileDetails, withDetails } from './binaries/windows-resources.ts';
import { commit } from './bundle/commit.ts';
import { COMPILED } from './bundle/part-names.ts';

const BIN = 'dist/bin';
const IDENTIFIER = 'ssm-doctor';

try {
  const targets = targetsNamed(process.argv.slice(2));
  const version = lockedNode(TARGETS);
  if (process.versions.node !== version)
    throw new Error(
      `expected Node ${version}, found ${process.versions.node}; use npm run, which starts the packaged one`,
    );
  execFileSync(process.execPath, ['build-scripts/build.mjs']);
  for (const target of targets) await build(target, version);
} catch (error) {
  console.error(`build:binaries: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function build(target: Target, version: string): Promise<void> {
  const began = performance.now();
  const folder = workFolder(target);
  try {
    const node = await unpackNode(target, folder);
    const parts = join(folder, 'parts');
    mkdirSync(parts);
    for (const part of ['main.cjs', 'texts', 'others'])
      copyFileSync(join('dist/parts', part), join(parts, part));
    mkdirSync(join(parts, 'cache'));
    for (const [index, cache] of codeCaches(target, node, folder).entries())
      writeFileSync(join(parts, 'cache', COMPILED[index] ?? ''), cache);
    prepare(target, node);
    const made = join(folder, target.file);
    const args = [version, target.platform, target.arch, node, parts, made];
    const home = resolve(folder, 'home');
    tool([process.execPath, 'build-scripts/binaries/inject.ts', ...args], 'nodejs', { HOME: home });
    if (target.platform === 'macos') sign(made);
    chmodSync(made, 0o755);
    const output = join(BIN, target.name, target.file);
    mkdirSync(dirname(output), { recursive: true });
    // Another program may be running from the old one, which must not change under it.
    copyFileSync(made, `${output}.new`);
    renameSync(`${output}.new`, output);
    const size = (statSync(output).size / 1e6).toFixed(1);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${output}: ${size} MB, ${seconds} s`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same path each time, wherever the sources lie: it stands in the executable. */
function workFolder({ name }: Target): string {
  const folder = join(tmpdir(), `ssm-doctor-${name}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`expected no ${folder}, found one; wait for the other build, or remove what one left`);
  }
  return folder;
}

/** Empty where that platform's Node cannot be run: its program compiles the text at each start. */
function codeCaches(target: Target, node: string, folder: string): Buffer[] {
  const emulator = emulatorOf(target);
  if (emulator !== null) return codeCachesOf(node, emulator, 'dist/main.cjs', folder);
  const packages = EMULATOR_PACKAGES[target.name];
  const advice = packages === undefined ? '' : `; for one, apt-get install ${packages}`;
  console.error(`build:binaries: ${target.name} gets no code cache, nothing here runs its Node${advice}`);
  return COMPILED.map(() => Buffer.alloc(0));
}

/** Takes away what a changed file cannot keep: after the change it is too late. */
function prepare({ platform, arch }: Target, node: string): void {
  if (platform === 'linux' && arch === 'x64') tool(['strip', node], 'binutils');
  if (platform === 'linux' && arch === 'arm64')
    tool(['aarch64-linux-gnu-strip', node], 'binutils-aarch64-linux-gnu');
  if (platform === 'win') {
    tool(['osslsigncode', 'remove-signature', '-in', node, '-out', `${node}.bare`], 'osslsigncode');
    writeFileSync(node, withDetails(readFileSync(`${node}.bare`), details()));
  }
}

function details(): FileDetails {
  const { name, description, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  return { product: name, description, version, commit: commit(), licence: license, file: `${name}.exe` };
}

function sign(path: string): void {
  const bytes = signed(readFileSync(path), IDENTIFIER);
  const { wrongPages } = checkSignature(bytes);
  if (wrongPages > 0)
    throw new Error(`${path}: expected a signature that holds, found ${wrongPages} pages wrong`);
  writeFileSync(path, bytes);
}
