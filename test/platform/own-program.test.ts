import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownCommand, ownPaths } from '../../src/platform/own-program.ts';

test('a script is started by the same Node, with the same options', () => {
  const start = {
    execPath: '/usr/bin/node',
    execArgv: ['--max-old-space-size=200'],
    argv: ['/usr/bin/node', '/opt/ssm-doctor/main.cjs', 'agent', '--settings', 'x'],
    isSingle: false,
  };
  expect(ownCommand(start)).toEqual({
    program: '/usr/bin/node',
    args: ['--max-old-space-size=200', '/opt/ssm-doctor/main.cjs'],
  });
});

test('a single executable is started by itself', () => {
  const execPath = '/usr/local/bin/ssm-doctor';
  const start = { execPath, execArgv: [], argv: [execPath, execPath, 'agent'], isSingle: true };
  expect(ownCommand(start)).toEqual({ program: execPath, args: [] });
});

test('this process is started again by its own command', () => {
  const { program, args } = ownCommand();
  expect(program).toBe(process.execPath);
  expect(args.at(-1)).toBe(process.argv[1]);
  expect(spawnSync(program, ['-p', '1'], { encoding: 'utf8' }).stdout).toBe('1\n');
});

test('it consists of what its links lead to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-program-'));
  const [program, script] = [join(folder, 'ssm-doctor'), join(folder, 'main.cjs')];
  for (const path of [program, script]) writeFileSync(path, '');
  const link = join(folder, 'link');
  symlinkSync(program, link);
  const start = { execPath: link, execArgv: ['--no-turbofan'], argv: [link, script], isSingle: false };
  expect(ownPaths(start)).toEqual([program, script]);
  expect(ownPaths({ ...start, isSingle: true })).toEqual([program]);
});
