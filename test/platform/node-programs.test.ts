import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nodePrograms } from '../../src/platform/node-programs.ts';

const { run } = nodePrograms();
const never = new AbortController().signal;

test('gives status and output, in a fixed locale, without our variables', async () => {
  process.env.A_SECRET = 'x';
  const end = await run('/usr/bin/env', [], never);
  delete process.env.A_SECRET;
  expect(end).toMatchObject({ kind: 'ended', status: 0, stderr: '' });
  const text = end.kind === 'ended' ? end.stdout : '';
  expect(text).toContain('LC_ALL=C\n');
  expect(text).not.toContain('A_SECRET');
  expect(await run('/bin/sh', ['-c', 'echo no >&2; exit 3'], never)).toMatchObject({
    status: 3,
    stderr: 'no\n',
  });
});

test('tells what is not there from what may not be started', async () => {
  expect(await run('/usr/bin/there-is-no-such-program', [], never)).toEqual({ kind: 'absent' });
  expect(await run('/etc/passwd', [], never)).toEqual({ kind: 'refused', code: 'EACCES' });
});

test('ends a program with all that it started when it is told to', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  try {
    const pids = join(folder, 'pids');
    const stop = new AbortController();
    const script = `sleep 60 & echo $! > ${pids}; wait`;
    const started = performance.now();
    const running = run('/bin/sh', ['-c', script], stop.signal);
    while (!existsSync(pids) || readFileSync(pids, 'utf8').trim() === '') await setTimeout(10);
    stop.abort();
    expect(await running).toEqual({ kind: 'stopped' });
    expect(performance.now() - started).toBeLessThan(5000);
    await setTimeout(100);
    expect(isRunning(readFileSync(pids, 'utf8').trim())).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function isRunning(pid: string): boolean {
  try {
    // A process that has ended and that nobody waited for is none.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('keeps a part of an endless output', async () => {
  const end = await run('/usr/bin/head', ['-c', '1000000', '/dev/zero'], never);
  expect(end.kind === 'ended' && end.stdout.length).toBe(256 * 1024);
});
