import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { launchdPlist } from '../../../src/agent/service/launchd-plist.ts';
import { isDebianProgramHere } from '../../support/debian-program.ts';

const PYTHON = '/usr/bin/python3';
const isHere = await isDebianProgramHere(PYTHON, 'python3');

/** The property list as another implementation reads it. */
function read(plist: string): unknown {
  const script = 'import json, plistlib, sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)';
  const { stdout, stderr } = spawnSync(PYTHON, ['-I', '-c', script], { input: plist, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(!isHere)('a reader of property lists', () => {
  test('finds a daemon that runs all the time', () => {
    const plist = launchdPlist({
      program: ['/opt/ssm-doctor/ssm-doctor'],
      state: '/Library/Application Support/ssm-doctor',
      log: '/Library/Logs/ssm-doctor/agent.log',
    });
    expect(read(plist)).toEqual({
      Label: 'com.ssm-doctor.agent',
      ProgramArguments: ['/opt/ssm-doctor/ssm-doctor', 'agent'],
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 60,
      ExitTimeOut: 30,
      ProcessType: 'Background',
      LowPriorityIO: true,
      Nice: 10,
      Umask: 0o77,
      StandardErrorPath: '/Library/Logs/ssm-doctor/agent.stderr.log',
    });
  });

  test('finds words as they were given', () => {
    const program = ['/Applications/A & B/<node>', '/Users Guide/"it\'s" 北/main.cjs'];
    const plist = launchdPlist({ program, state: '/s', log: '/Logs & more/agent.log' });
    expect(read(plist)).toMatchObject({
      ProgramArguments: [...program, 'agent'],
      StandardErrorPath: '/Logs & more/agent.stderr.log',
    });
  });

  test('speaks up about a damaged one', () => {
    const plist = launchdPlist({ program: ['/p'], state: '/s', log: '/l' });
    expect(() => read(plist.replace('</array>', ''))).toThrow();
  });
});
