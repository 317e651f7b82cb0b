import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { toolBeside } from '../binaries/tool.ts';
import type { Executable, Release } from './released.ts';

const PACKAGES = 'deploy/packages';
const PROGRAM = 'usr/bin/ssm-doctor';
const DOCUMENTS = 'usr/share/doc/ssm-doctor';
/** How the two formats call a processor. */
const DEBIAN = { x64: 'amd64', arm64: 'arm64' } as const;
const RPM = { x64: 'x86_64', arm64: 'aarch64' } as const;

/** Makes the .deb of an executable, with dpkg-deb, below a folder for its work; gives its name. */
export async function debianPackage(
  { target, path }: Executable,
  release: Release,
  work: string,
): Promise<string> {
  const tree = join(work, 'deb');
  const documents = { 'agent.yaml': 'deploy/agent/agent.yaml', copyright: 'dist/THIRD-PARTY-LICENSES' };
  plant(tree, path, documents);
  const files = [PROGRAM, ...Object.keys(documents).map((name) => `${DOCUMENTS}/${name}`)];
  const size = files.reduce((sum, name) => sum + Math.ceil(statSync(join(tree, name)).size / 1024), 0);
  const architecture = DEBIAN[target.arch];
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const values = { VERSION: release.version, ARCHITECTURE: architecture, SIZE: String(size) };
  writeFileSync(join(control, 'control'), filled(`${PACKAGES}/debian/control`, values));
  for (const script of ['postinst', 'prerm', 'postrm']) {
    copyFileSync(`${PACKAGES}/debian/${script}`, join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  const sums = files.map((name) => `${md5(join(tree, name))}  ${name}\n`).sort();
  writeFileSync(join(control, 'md5sums'), sums.join(''));
  settle(tree, release.time);
  const name = `ssm-doctor_${release.version}_${architecture}.deb`;
  // Debian 11 cannot read what zstd packed.
  const command = ['dpkg-deb', '--root-owner-group', '-Zxz', '-b', tree, join(release.folder, name)];
  await toolBeside(command, 'dpkg', { SOURCE_DATE_EPOCH: String(release.time) });
  return name;
}

/** Makes the .rpm of an executable, with rpmbuild, below a folder for its work; gives its name. */
export async function rpmPackage(
  { target, path }: Executable,
  release: Release,
  work: string,
): Promise<string> {
  const tree = resolve(work, 'tree');
  plant(tree, path, {
    'agent.yaml': 'deploy/agent/agent.yaml',
    'THIRD-PARTY-LICENSES': 'dist/THIRD-PARTY-LICENSES',
  });
  settle(tree, release.time);
  const spec = resolve(work, 'ssm-doctor.spec');
  writeFileSync(spec, filled(`${PACKAGES}/ssm-doctor.spec`, { VERSION: release.version, TREE: tree }));
  const top = resolve(work, 'rpm');
  const macros = {
    _topdir: top,
    _buildhost: 'ssm-doctor',
    // Of rpm 4.14 to 4.20, which RHEL 8 to Fedora 41 have; read by all of them.
    _binary_payload: 'w3.xzdio',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  };
  const defined = Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  const architecture = RPM[target.arch];
  const command = ['rpmbuild', '-bb', '--target', architecture, ...defined, spec];
  await toolBeside(command, 'rpm', { SOURCE_DATE_EPOCH: String(release.time) });
  const name = `ssm-doctor-${release.version}-1.${architecture}.rpm`;
  renameSync(join(top, 'RPMS', architecture, name), join(release.folder, name));
  return name;
}

function plant(tree: string, program: string, documents: Readonly<Record<string, string>>): void {
  const files = Object.entries(documents).map(([name, from]) => [`${DOCUMENTS}/${name}`, from] as const);
  for (const [name, from] of [[PROGRAM, program] as const, ...files]) {
    const path = join(tree, name);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(from, path);
    chmodSync(path, name === PROGRAM ? 0o755 : 0o644);
  }
}

/** Whatever the umask and the clock of this machine are. */
function settle(path: string, time: number): void {
  if (statSync(path).isDirectory()) {
    chmodSync(path, 0o755);
    for (const name of readdirSync(path)) settle(join(path, name), time);
  }
  utimesSync(path, time, time);
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(template, 'utf8').replaceAll(/@([A-Z]+)@/g, (_, name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template}: expected no @${name}@`);
    return value;
  });
}

function md5(path: string): string {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}
