import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemdUnit } from '../../../src/agent/service/systemd-unit.ts';
import { isDebianProgramHere } from '../../support/debian-program.ts';
import { aFolder } from './a-folder.ts';

const ANALYZE = '/usr/bin/systemd-analyze';
const FACTS = {
  program: ['/opt/ssm-doctor/ssm-doctor'],
  state: '/var/lib/ssm-doctor',
  log: '/var/log/ssm-doctor/agent.log',
};
const isHere = await isDebianProgramHere(ANALYZE, 'systemd');
const version = Number(/systemd (\d+)/.exec(analyze('--version'))?.[1]);

function analyze(...args: string[]): string {
  const { stdout, stderr } = spawnSync(ANALYZE, args, { encoding: 'utf8', env: { LC_ALL: 'C' } });
  return `${stdout ?? ''}${stderr ?? ''}`;
}

/** What systemd says about a unit whose programs exist; nothing where all is well. */
function complaints(unit: string): string {
  const path = join(aFolder(), 'ssm-doctor.service');
  writeFileSync(path, unit);
  return analyze('verify', '--man=no', path);
}

/** A program that can be run, in a folder of that name. */
function programIn(folder: string, name = 'ssm-doctor'): string {
  const program = join(aFolder(folder), name);
  copyFileSync('/bin/true', program);
  return program;
}

describe.skipIf(!isHere)('systemd', () => {
  test('has nothing to say about the unit', () => {
    expect(complaints(systemdUnit({ ...FACTS, program: [programIn('')] }, version))).toBe('');
  });

  test.each(['two words', '50% %h', '$HOME', 'ümlaut 北', "it's"])(
    'understands a program, a script and folders called %s',
    (folder) => {
      const facts = {
        program: [programIn(folder === "it's" ? 'plain' : folder, 'node'), programIn(folder, 'main.cjs')],
        state: aFolder(folder),
        log: join(aFolder(folder), 'agent.log'),
      };
      expect(complaints(systemdUnit(facts, version))).toBe('');
    },
  );

  test.each([
    ['a program that is not there', 'ExecStart=.*', 'ExecStart=/nowhere/ssm-doctor agent', /nowhere/],
    ['a key that it does not know', 'MemoryMax=.*', 'MemoryMaximum=512M', /Unknown key.* 'MemoryMaximum'/],
    ['a size that is none', 'MemoryMax=.*', 'MemoryMax=much', /much/],
    ['a program with a quote in its name', 'ExecStart=.*', 'ExecStart="/a\\"b"', /special characters/],
  ])('speaks up about %s', (_what, pattern, line, complaint) => {
    const unit = systemdUnit({ ...FACTS, program: [programIn('')] }, version);
    const changed = unit.replace(new RegExp(`^${pattern}$`, 'm'), line);
    expect(changed).not.toBe(unit);
    expect(complaints(changed)).toMatch(complaint);
  });

  test('finds the service little exposed', () => {
    const path = join(aFolder(), 'ssm-doctor.service');
    writeFileSync(path, systemdUnit(FACTS, version));
    const [, exposure] =
      /exposure level for \S+: ([\d.]+)/.exec(analyze('security', '--offline=yes', '--no-pager', path)) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(2.5);
  });
});

test('a version gets no line that it does not know', () => {
  const all = systemdUnit(FACTS).split('\n');
  const rhel8 = systemdUnit(FACTS, 239).split('\n');
  expect(all).toEqual(expect.arrayContaining(rhel8));
  const missing = all.filter((line) => !rhel8.includes(line)).map((line) => line.split('=')[0]);
  expect(missing).toEqual([
    'Type',
    'RestartSteps',
    'RestartMaxDelaySec',
    'OOMPolicy',
    'ProtectKernelLogs',
    'ProtectClock',
    'ProtectHostname',
    'RestrictSUIDSGID',
  ]);
  expect(systemdUnit(FACTS, 253)).not.toContain('RestartSteps');
  expect(systemdUnit(FACTS, 254)).toContain('RestartSteps=5\n');
});

test('words are quoted, so that neither specifiers nor variables are in them', () => {
  const unit = systemdUnit({ ...FACTS, program: ['/a b/50%/$x', '/c "d"/\\e/$HOME/%n'] });
  expect(unit).toContain('ExecStart="/a b/50%%/$x" "/c \\"d\\"/\\\\e/$$HOME/%%n" agent\n');
});

test('own folders are made by systemd; others, and that of the custom inventory, can be written to', () => {
  expect(systemdUnit(FACTS)).toMatch(
    /\nStateDirectory=ssm-doctor\n.*\nLogsDirectory=ssm-doctor\n.*\nReadWritePaths=-\/var\/lib\/amazon\/ssm\n/s,
  );
  const elsewhere = systemdUnit({ ...FACTS, state: '/data/state', log: '/data/my logs/a.log' });
  expect(elsewhere).toContain('\nReadWritePaths=-/var/lib/amazon/ssm -/data/state "-/data/my logs"\n');
  expect(elsewhere).not.toMatch(/StateDirectory|LogsDirectory/);
});

test('nothing keeps it from the network or from evidence', () => {
  const unit = systemdUnit(FACTS);
  expect(unit).not.toMatch(/PrivateNetwork|IPAddress|InaccessiblePaths|ProtectProc|ProcSubset|PrivateUsers/);
  // The compiler of JavaScript and WebAssembly writes what is then run.
  expect(unit).not.toContain('MemoryDenyWriteExecute');
});
