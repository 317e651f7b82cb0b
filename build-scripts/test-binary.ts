/**
 * Runs the tests that start the program against an executable instead of the bundle: that of this machine, which is
 * built first, or another one that runs here. With --minimal it runs in a minimal Debian without Node whose root nobody
 * can write to, and the tests run as that user; this needs root and debootstrap.
 *
 *   node build-scripts/test-binary.ts [--minimal root|UID] [EXECUTABLE]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { minimalSystem } from './binaries/minimal-system.ts';
import { testsInAnyRoot, testsOfProgram } from './binaries/program-tests.ts';
import { targetsNamed } from './binaries/targets.ts';

const { values, positionals } = parseArgs({
  options: { minimal: { type: 'string' } },
  allowPositionals: true,
});
const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-binary-'));
try {
  // Some tests run it without the rights of root, which may not be able to enter the folder of the sources.
  chmodSync(folder, 0o755);
  const program = join(folder, 'ssm-doctor');
  copyFileSync(positionals[0] ?? built(), program);
  chmodSync(program, 0o755);
  process.exitCode =
    values.minimal === undefined ? testsOf(program) : testsInMinimalSystem(program, values.minimal);
} catch (error) {
  console.error(`test:binary: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** The executable of this machine, of the sources as they are. */
function built(): string {
  const [target] = targetsNamed([`${process.platform.replace('win32', 'win')}-${process.arch}`]);
  if (target === undefined || run([process.execPath, 'build-scripts/build-binaries.ts', target.name]) !== 0)
    throw new Error('the executable was not built');
  return join('dist', 'bin', target.name, target.file);
}

function testsOf(program: string): number {
  return run([process.execPath, ...vitest(testsOfProgram())], { SSM_DOCTOR_PROGRAM: program });
}

/** Under the path of the sources that the user has there, who may not be able to enter the folder that they lie in. */
function testsInMinimalSystem(program: string, user: string): number {
  const node = `./${relative('.', process.execPath)}`;
  return run([
    'build-scripts/binaries/minimal.sh',
    minimalSystem(),
    program,
    user,
    node,
    ...vitest(testsInAnyRoot()),
  ]);
}

function vitest(tests: readonly string[]): string[] {
  return ['node_modules/vitest/vitest.mjs', 'run', ...tests];
}

function run([program = '', ...args]: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return status ?? 1;
}
