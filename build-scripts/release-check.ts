/**
 * Makes the executables and packages of all targets, and holds them against what a release promises: as root on a
 * Debian with what `build-binaries.ts` needs, debootstrap, rpm, unzip and the emulators. It ends with 1 when one of the
 * steps failed.
 *
 *   node build-scripts/release-check.ts
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extract } from 'tar';
import { checkSignature } from './binaries/code-signature.ts';
import { EMULATOR_PACKAGES, emulatorOf } from './binaries/emulator.ts';
import { minimalSystem } from './binaries/minimal-system.ts';
import { TARGETS, type Target, targetsNamed } from './binaries/targets.ts';
import { tool } from './binaries/tool.ts';
import { answersOf, differences } from './release/check/answers.ts';
import { debianPackage, rpmPackage } from './release/linux-packages.ts';
import { BINARIES, releasedName, sha256 } from './release/released.ts';

const RELEASE = join('dist', 'release');
const EVIDENCE = 'fixtures/repository-access-denied/evidence';
/** Bytes of the executable for Linux on x64, unpacked and as the .deb, which is packed by xz. */
const LIMITS = { executable: 112e6, packed: 30e6 };
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const work = mkdtempSync(join(tmpdir(), 'ssm-doctor-release-'));
const [NATIVE] = targetsNamed(['linux-x64']);

/** Each does its work, and gives what there is to say, or throws. */
const STEPS: readonly [string, () => string | Promise<string>][] = [
  ['executables', () => script('build-binaries.ts')],
  ['packages', () => script('build-packages.ts')],
  ['sizes', sizes],
  ['checksums', () => tool(['sh', '-c', `cd ${RELEASE} && sha256sum --quiet -c SHA256SUMS`], 'coreutils')],
  ['packages of arm64', sameProgram],
  ['macOS', macos],
  ...TARGETS.filter(({ platform, name }) => platform !== 'macos' && name !== NATIVE?.name).map(
    (target): [string, () => string] => [`answers of ${target.name}`, () => sameAnswers(target)],
  ),
  ['installing, upgrading, removing', installing],
];

for (const [title, step] of STEPS) {
  const began = performance.now();
  const end = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  try {
    const said = (await step()).trim();
    console.log(`== ${title}: passed, ${end()}${said === '' ? '' : `\n${said}`}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`== ${title}: FAILED, ${end()}\n${(error as Error).message}`);
  }
}
rmSync(work, { recursive: true });

function script(name: string): string {
  return tool([process.execPath, `build-scripts/${name}`], 'nodejs');
}

function sizes(): string {
  const files = { executable: `ssm-doctor-${version}-linux-x64`, packed: `ssm-doctor_${version}_amd64.deb` };
  return Object.entries(LIMITS)
    .map(([name, limit]) => {
      const { size } = statSync(join(RELEASE, files[name as keyof typeof files]));
      const text = `${name} ${(size / 1e6).toFixed(1)} MB of ${limit / 1e6} MB`;
      if (size > limit) throw new Error(text);
      return text;
    })
    .join(', ');
}

/** What no program of this machine installs holds the very bytes of the executable. */
function sameProgram(): string {
  const wanted = sha256(join(BINARIES, 'linux-arm64', 'ssm-doctor'));
  const deb = join(work, 'arm64');
  tool(['dpkg-deb', '-x', join(RELEASE, `ssm-doctor_${version}_arm64.deb`), deb], 'dpkg');
  expectSame('.deb', sha256(join(deb, 'usr/bin/ssm-doctor')), wanted);
  const format = '[%{FILENAMES} %{FILEDIGESTS}\n]';
  const rpm = join(RELEASE, `ssm-doctor-${version}-1.aarch64.rpm`);
  const listed = tool(['rpm', '-qp', '--queryformat', format, rpm], 'rpm');
  expectSame('.rpm', /^\/usr\/bin\/ssm-doctor (.*)$/m.exec(listed)?.[1], wanted);
  return '';
}

function expectSame(what: string, found: string | undefined, wanted: string): void {
  if (found !== wanted) throw new Error(`${what}: expected SHA-256 ${wanted}, found ${found}`);
}

async function macos(): Promise<string> {
  const said: string[] = [];
  for (const target of TARGETS.filter(({ platform }) => platform === 'macos')) {
    const name = releasedName(version, target);
    await extract({ file: join(RELEASE, `${name}.tar.gz`), cwd: work });
    const path = join(work, name, target.file);
    expectSame(name, sha256(path), sha256(join(BINARIES, target.name, target.file)));
    const { isAdHoc, pages, wrongPages } = checkSignature(readFileSync(path));
    if (!isAdHoc || wrongPages > 0) throw new Error(`${name}: ${wrongPages} of ${pages} pages are wrong`);
    said.push(`${name}: ${pages} pages as signed; no Mac has run it`);
  }
  return said.join('\n');
}

function sameAnswers(target: Target): string {
  const emulator = emulatorOf(target);
  if (emulator === null || NATIVE === undefined)
    throw new Error(`nothing here runs it; apt-get install ${EMULATOR_PACKAGES[target.name]}`);
  const native = answersOf(join(BINARIES, NATIVE.name, NATIVE.file), { command: [], env: {} }, work);
  const found = answersOf(join(BINARIES, target.name, target.file), emulator, work);
  const different = differences(native, found);
  if (different.length > 0) throw new Error(different.join('\n'));
  return `${found.length} commands answer as on linux-x64`;
}

async function installing(): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error('expected root, which namespaces and a chroot need');
  const old = join(work, 'old');
  mkdirSync(join(work, 'old-parts'));
  mkdirSync(old);
  const program = join(work, 'old-parts', 'ssm-doctor');
  writeFileSync(program, '#!/bin/sh\necho 0.0.1\n', { mode: 0o755 });
  if (NATIVE === undefined) return '';
  const executable = { target: NATIVE, path: program, sha256: '' };
  for (const make of [debianPackage, rpmPackage])
    await make(executable, { version: '0.0.1', time: 1, folder: old }, join(work, 'old-parts'));
  const folders = [minimalSystem(), resolve(RELEASE), old, version, resolve(EVIDENCE)];
  return tool(['sh', 'build-scripts/release/check/packages.sh', ...folders], 'util-linux');
}
