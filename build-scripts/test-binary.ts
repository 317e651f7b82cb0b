/**
 * Runs the tests that start the program against an executable instead of the bundle, and those that are about
 * executables: that of this machine, which is built first, or another one that runs here.
 *
 *   node build-scripts/test-binary.ts [EXECUTABLE]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testsOfProgram } from './binaries/program-tests.ts';
import { targetsNamed } from './binaries/targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-binary-'));
try {
  // Some tests run it without the rights of root, which may not be able to enter the folder of the sources.
  chmodSync(folder, 0o755);
  const program = join(folder, 'ssm-doctor');
  copyFileSync(process.argv[2] ?? built(), program);
  chmodSync(program, 0o755);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...testsOfProgram()];
  process.exitCode = run(vitest, { SSM_DOCTOR_PROGRAM: program });
} catch (error) {
  console.error(`test:binary: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** The executable of this machine, of the sources as they are. */
function built(): string {
  const [target] = targetsNamed([`${process.platform.replace('win32', 'win')}-${process.arch}`]);
  if (target === undefined || run(['build-scripts/build-binaries.ts', target.name]) !== 0)
    throw new Error('the executable was not built');
  return join('dist', 'bin', target.name, target.file);
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): number {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return status ?? 1;
}
