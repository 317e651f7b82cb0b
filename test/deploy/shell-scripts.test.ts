import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { DOCUMENT } from './agent/fixture.ts';
import { commandPath } from './agent/node.ts';

const SCRIPTS = DOCUMENT.mainSteps
  .filter((step) => step.action === 'aws:runShellScript')
  .map((step) => [step.name, step.inputs.runCommand.join('\n')] as const);

function shellcheck(script: string) {
  return spawnSync('shellcheck', ['--shell=sh', '-'], { input: script, encoding: 'utf8' });
}

describe.skipIf(process.platform === 'win32' || commandPath('shellcheck') === null)('shellcheck', () => {
  it.each(SCRIPTS)('has nothing to say about the script of %s', (_name, script) => {
    expect(shellcheck(script)).toMatchObject({ status: 0, stdout: '' });
  });

  it.each([
    ['a misspelt variable', 'mv -f "$1" "$prefix/ssm-doctor"', 'mv -f "$1" "$prefx/ssm-doctor"', 'SC2154'],
    ['a lost quote', 'rm -rf "$staging"', 'rm -rf $staging', 'SC2086'],
    ['a word of bash', 'if [ "$SSM_mode" = report ]', 'if [[ "$SSM_mode" = report ]]', 'SC3010'],
  ])('speaks up about %s', (_what, right, wrong, code) => {
    const [, script = ''] = SCRIPTS[0] ?? [];
    expect(script).toContain(right);
    expect(shellcheck(script.replace(right, wrong)).stdout).toContain(code);
  });
});
