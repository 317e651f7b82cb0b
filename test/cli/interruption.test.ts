import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { tarOf } from '../sources/bundle/archives.ts';
import { folderOf, LOG, PROGRAM } from './child.ts';

describe.skipIf(process.platform === 'win32')('a signal while an archive is diagnosed', () => {
  const LINE = '2026-11-20 03:12:00 INFO [ssm-agent-worker] all is well\n';
  let archive = '';
  beforeAll(() => {
    archive = join(folderOf(), 'bundle.tar');
    writeFileSync(archive, tarOf([{ path: LOG, content: LINE.repeat(4_000_000) }]));
  });

  function start(temporary: string): ChildProcess {
    const env = { PATH: process.env.PATH, TMPDIR: temporary };
    return spawn(PROGRAM.file, [...PROGRAM.args, '--root', archive], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function unpackingIn(temporary: string): Promise<void> {
    while (readdirSync(temporary).length === 0) await setTimeout(2);
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it, and the folder goes', async (signal) => {
    const temporary = folderOf();
    const child = start(temporary);
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    const exit = once(child, 'exit');
    await unpackingIn(temporary);
    child.kill(signal);
    expect(await exit).toEqual([null, signal]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(output).toBe('');
  });

  test('without one the diagnosis is printed, and the folder goes', async () => {
    const temporary = folderOf();
    const child = start(temporary);
    child.stdout?.resume();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
