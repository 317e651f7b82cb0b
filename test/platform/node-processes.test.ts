import { expect, test } from 'vitest';
import { nodeProcesses } from '../../src/platform/node-processes.ts';

const run = (script: string, ...args: string[]) =>
  nodeProcesses().output(process.execPath, ['-e', script, ...args]);

test('gives what a program wrote, with its arguments as they are', () => {
  expect(run('process.stdout.write(process.argv[1])', '$HOME; `id` %PATH%')).toBe('$HOME; `id` %PATH%');
});

test('gives nothing of a program that fails or is not there', () => {
  expect(run('console.log(1); process.exit(2)')).toBeNull();
  expect(nodeProcesses().output('/nowhere/at/all', [])).toBeNull();
});
