/**
 * Makes dist/release of the executables that `npm run build:binaries` made: the executables by the names that the
 * Command document asks for, packages, archives, installers, a list of what they consist of, and SHA256SUMS. The same
 * commit gives the same bytes.
 *
 *   node build-scripts/build-packages.ts [TARGET…]
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockedNode } from './binaries/node-package.ts';
import { TARGETS, targetsNamed } from './binaries/targets.ts';
import { commitTime } from './bundle/commit.ts';
import { tarGz, zip } from './release/archives.ts';
import { distributorManifest, type Zip } from './release/distributor.ts';
import { installers } from './release/installers.ts';
import { debianPackage, rpmPackage } from './release/linux-packages.ts';
import { type Executable, executableOf, type Release, releasedName, sha256 } from './release/released.ts';
import { sbom } from './release/sbom.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const release: Release = { version, time: commitTime(), folder: join('dist', 'release') };
const work = mkdtempSync(join(tmpdir(), 'ssm-doctor-packages-'));
try {
  rmSync(release.folder, { recursive: true, force: true });
  mkdirSync(release.folder, { recursive: true });
  const executables = targetsNamed(process.argv.slice(2)).map(executableOf);
  const scripts = installers(version, executables);
  const zips: Zip[] = [];
  const packing: Promise<unknown>[] = [];
  for (const executable of executables) {
    const { target, path } = executable;
    copyFileSync(path, join(release.folder, releasedName(version, target)));
    if (target.platform === 'linux') packing.push(linuxPackages(executable));
    const packed = await pack(executable, scripts);
    if (target.platform !== 'macos')
      zips.push({ ...target, name: packed, sha256: sha256(join(release.folder, packed)) });
  }
  await Promise.all(packing);
  put('manifest.json', distributorManifest(version, zips));
  for (const name of ['install.sh', 'install.ps1']) put(name, scripts[name] ?? '');
  put(`ssm-doctor-${version}.cdx.json`, sbom(lockedNode(TARGETS), release.time));
  put('THIRD-PARTY-LICENSES', readFileSync('dist/THIRD-PARTY-LICENSES', 'utf8'));
  const names = readdirSync(release.folder).sort();
  put('SHA256SUMS', names.map((name) => `${sha256(join(release.folder, name))}  ${name}\n`).join(''));
  for (const name of names) console.log(join(release.folder, name));
} catch (error) {
  console.error(`build:packages: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true });
}

function linuxPackages(executable: Executable): Promise<unknown> {
  const folder = join(work, executable.target.name);
  mkdirSync(folder);
  return Promise.all([debianPackage, rpmPackage].map((make) => make(executable, release, folder)));
}

/** The executable with its installer: a tar.gz for macOS, else a zip, which Distributor takes; gives its name. */
async function pack(
  { target, path }: Executable,
  scripts: Readonly<Record<string, string>>,
): Promise<string> {
  const name = releasedName(version, target).replace('.exe', '');
  const folder = join(work, name);
  mkdirSync(folder);
  copyFileSync(path, join(folder, target.file));
  copyFileSync('dist/THIRD-PARTY-LICENSES', join(folder, 'THIRD-PARTY-LICENSES'));
  copyFileSync('deploy/agent/agent.yaml', join(folder, 'agent.yaml'));
  for (const [script, from] of Object.entries(scriptsFor(target.platform)))
    writeFileSync(join(folder, script), scripts[from] ?? '', { mode: 0o755 });
  if (target.platform === 'macos') {
    await tarGz(work, name, join(release.folder, `${name}.tar.gz`), release.time);
    return `${name}.tar.gz`;
  }
  zip(folder, join(release.folder, `${name}.zip`), release.time);
  return `${name}.zip`;
}

/** An update in place is an installation: a service that starts the program stays. */
function scriptsFor(platform: string): Record<string, string> {
  const ending = platform === 'win' ? 'ps1' : 'sh';
  const [install, uninstall] = [`install.${ending}`, `uninstall.${ending}`];
  return { [install]: install, [`update.${ending}`]: install, [uninstall]: uninstall };
}

function put(name: string, text: string): void {
  writeFileSync(join(release.folder, name), text);
}
