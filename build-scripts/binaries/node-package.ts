import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import type { Target } from './targets.ts';

/** Where packages stay between builds: each is checked again before it is used. */
const CACHE = process.env.SSM_DOCTOR_BUILD_CACHE ?? join(homedir(), '.cache', 'ssm-doctor-build');

interface Locked {
  readonly version: string;
  readonly integrity: string;
}

/** The version of Node that the executables hold: that of the lock file, the same for all of them. */
export function lockedNode(targets: readonly Target[]): string {
  const versions = new Set(targets.map((target) => locked(target).version));
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0)
    throw new Error(`expected one version of Node in package-lock.json, found ${[...versions].join(', ')}`);
  return version;
}

/**
 * Gets Node for a target from the registry, unless it is there already, compares it with the hash of the lock file, and
 * unpacks its executable into a folder.
 *
 * @throws Error when it cannot be had, or has another hash
 */
export async function unpackNode(target: Target, folder: string): Promise<string> {
  const { version, integrity } = locked(target);
  const name = `${target.package}-${version}.tgz`;
  mkdirSync(CACHE, { recursive: true });
  const kept = join(CACHE, name);
  if (!existsSync(kept)) download(`${target.package}@${version}`, name, kept);
  const found = `sha512-${createHash('sha512').update(readFileSync(kept)).digest('base64')}`;
  if (found !== integrity) {
    rmSync(kept);
    throw new Error(`${name}: expected ${integrity}, found ${found}; it was removed, try again`);
  }
  const wanted = `package/${target.node}`;
  await extract({ file: kept, cwd: folder, strip: 2, filter: (path) => path === wanted });
  return join(folder, target.node.replace('bin/', ''));
}

function locked({ package: name }: Target): Locked {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, Partial<Locked>>>;
  };
  const { version, integrity } = packages[`node_modules/${name}`] ?? {};
  if (version === undefined || integrity?.startsWith('sha512-') !== true)
    throw new Error(`expected ${name} with its hash in package-lock.json; run npm install and commit it`);
  return { version, integrity };
}

/** By npm, which knows where packages come from. */
function download(spec: string, name: string, path: string): void {
  const folder = `${path}.part`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const args = ['pack', spec, '--pack-destination', folder, '--loglevel=error'];
  const { npm_execpath: npm } = process.env;
  const [program, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status, stderr } = spawnSync(program, [...before, ...args], { encoding: 'utf8' });
  if (status !== 0 || !existsSync(join(folder, name)))
    throw new Error(`npm pack ${spec} ended with ${status}: ${stderr}`);
  renameSync(join(folder, name), path);
  rmSync(folder, { recursive: true });
}
