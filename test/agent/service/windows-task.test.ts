import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { taskBytes, taskDigest, windowsTask } from '../../../src/agent/service/windows-task.ts';
import { isDebianProgramHere } from '../../support/debian-program.ts';
import { aFolder } from './a-folder.ts';

const XMLLINT = '/usr/bin/xmllint';
const SCHEMA = resolve('test/agent/service/task-scheduler.xsd');
const PROGRAM = 'C:\\Program Files\\ssm-doctor\\ssm-doctor.exe';
const FACTS = { program: [PROGRAM], state: 'C:\\ProgramData\\ssm-doctor', log: 'C:\\l\\agent.log' };
const isHere = await isDebianProgramHere(XMLLINT, 'libxml2-utils');

/** What the schema says about a task; nothing where all is well. */
function complaints(bytes: Buffer): string {
  const path = join(aFolder(), 'task.xml');
  writeFileSync(path, bytes);
  const { status, stderr } = spawnSync(XMLLINT, ['--noout', '--schema', SCHEMA, path], { encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

describe.skipIf(!isHere)('the schema of the Task Scheduler', () => {
  test('has nothing to say about the task', () => {
    expect(complaints(taskBytes(windowsTask(FACTS)))).toBe('');
    const program = ['C:\\A & B\\<node>.exe', 'C:\\Program Files\\北 ü\\main.cjs'];
    expect(complaints(taskBytes(windowsTask({ ...FACTS, program })))).toBe('');
  });

  test('has nothing to say about the copy for other installers', () => {
    expect(complaints(readFileSync('deploy/agent/ssm-doctor-task.xml'))).toBe('');
  });

  test.each([
    ['a policy that it does not know', 'IgnoreNew', 'Ignore', /MultipleInstancesPolicy/],
    ['restarts without an end', '<Count>255<', '<Count>256<', /Count/],
    ['a restart at once', 'PT1M', 'PT1S', /Interval/],
    ['a principal that is not there', 'Context="System"', 'Context="Other"', /Context/],
    ['what stands in the wrong place', '<Hidden>true</Hidden>', '<Hide>true</Hide>', /Hide/],
    ['a program without a name', PROGRAM, '', /Command/],
  ])('speaks up about %s', (_what, right, wrong, complaint) => {
    const task = windowsTask(FACTS);
    expect(task).toContain(right);
    expect(complaints(taskBytes(task.replace(right, () => wrong)))).toMatch(complaint);
  });
});

test('the file is UTF-16 with a mark and says so', () => {
  const bytes = taskBytes(windowsTask(FACTS));
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  const text = new TextDecoder('utf-16le').decode(bytes);
  expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-16"\?>\r\n<Task /);
  expect(text).not.toMatch(/[^\r]\n/);
});

test('it starts with the machine, starts again when it ends, and never twice', () => {
  const { Task } = new XMLParser({ ignoreAttributes: false }).parse(windowsTask(FACTS));
  expect(Task.Triggers.BootTrigger.Repetition.Interval).toBe('PT10M');
  expect(Task.Triggers.TimeTrigger).toEqual({
    StartBoundary: '2020-01-01T00:00:00',
    Repetition: { Interval: 'PT10M' },
  });
  expect(Task.Settings).toMatchObject({
    MultipleInstancesPolicy: 'IgnoreNew',
    ExecutionTimeLimit: 'PT0S',
    DisallowStartIfOnBatteries: false,
    StopIfGoingOnBatteries: false,
    RestartOnFailure: { Interval: 'PT1M', Count: 255 },
  });
  expect(Task.Principals.Principal.UserId).toBe('S-1-5-18');
  expect(Task.Actions.Exec).toEqual({ Command: PROGRAM, Arguments: 'agent' });
});

test('a script is an argument, in quotes where it has spaces', () => {
  const program = ['C:\\Program Files\\nodejs\\node.exe', 'D:\\my tools\\main.cjs'];
  expect(windowsTask({ ...FACTS, program })).toContain(
    '<Arguments>&quot;D:\\my tools\\main.cjs&quot; agent</Arguments>',
  );
});

test('a task is known by its digest, which follows its content', () => {
  const digest = taskDigest(windowsTask(FACTS));
  expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(taskDigest(windowsTask(FACTS))).toBe(digest);
  expect(taskDigest(windowsTask({ ...FACTS, program: ['C:\\other.exe'] }))).not.toBe(digest);
  expect(
    taskDigest('<Task><RegistrationInfo><Source>ssm-doctor</Source></RegistrationInfo></Task>'),
  ).toBeNull();
});
