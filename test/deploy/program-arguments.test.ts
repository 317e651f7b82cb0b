import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../src/report/order.ts';
import { program } from '../support/program.ts';
import { DOCUMENT } from './agent/fixture.ts';

const COPY = ['--root', 'fixtures/repository-access-denied/evidence'];

function run(...args: string[]) {
  const { file, args: first } = program();
  const env = { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' };
  return spawnSync(file, [...first, ...args], { encoding: 'utf8', env });
}

function valuesOf(name: string): readonly string[] {
  return DOCUMENT.parameters[name]?.allowedValues ?? [];
}

describe('the program takes what the document passes to it', () => {
  it('diagnose --fail-on, with each severity', () => {
    const severities = valuesOf('failOn').filter((value) => value !== 'default');
    expect(severities).toEqual(SEVERITIES);
    expect(run('diagnose', '--fail-on', severities[0] ?? '', ...COPY)).toMatchObject({ stderr: '' });
  });

  it('report --jitter', () => {
    expect(run('report', '--help').stdout).toMatch(/^ +--jitter\b/m);
  });

  it.each(valuesOf('deliverTo'))('report --to %s', (targets) => {
    const { status, stdout } = run('report', '--fail-on', 'LOW', '--to', targets, '--dry-run', ...COPY);
    expect(stdout).not.toBe('');
    expect([0, 3]).toContain(status);
  });
});
