import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IS_EXECUTABLE, program } from '../../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'executable-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Only there when there is an executable to test: npm run test:binary. */
describe.skipIf(!IS_EXECUTABLE)('an executable', () => {
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    spawnSync(program().file, args, { encoding: 'utf8', env });

  it('is not reached by NODE_OPTIONS, since it runs as root', () => {
    const proof = join(folder, 'reached');
    const preload = join(folder, 'preload.cjs');
    writeFileSync(preload, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '')`);
    const env = { NODE_OPTIONS: `--require ${preload}` };
    expect(spawnSync(process.execPath, ['-e', '0'], { env }).status).toBe(0);
    expect(existsSync(proof)).toBe(true);
    rmSync(proof);
    expect(run(['--version'], env)).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(proof)).toBe(false);
    expect(run(['--version'], { NODE_OPTIONS: '--no-such-option' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('takes no option of Node for its own', () => {
    expect(run(['--eval', 'console.log(1)'], {})).toMatchObject({ status: 2, stdout: '' });
    expect(run(['--inspect-brk'], {})).toMatchObject({ status: 2, stdout: '' });
  });

  it('tells what it is', () => {
    const { stdout } = run(['--version', '--format', 'json'], {});
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'ssm-doctor',
      form: 'executable',
      node: process.versions.node,
      target: `${process.platform}-${process.arch}`.replace('win32', 'win'),
    });
  });
});
