import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asking, DOCUMENT, pathOf, release, runOn } from './agent/fixture.ts';
import { fakeProgram, makeNode, RUNS_HERE, SHELLS, sha256, type TestNode, textOf } from './agent/node.ts';
import { type ReleaseServer, startReleaseServer } from './agent/release-server.ts';
import type { StepResult } from './agent/run.ts';

let server: ReleaseServer;
let node: TestNode;
beforeAll(async () => {
  if (RUNS_HERE) server = await startReleaseServer();
});
afterAll(() => server?.close());
afterEach(() => {
  node?.remove();
  server?.answers.clear();
});

/** Runs a download that never ends, and sends a signal to all of the step once a part of it is there. */
async function interrupted(signal: NodeJS.Signals, look: () => void = () => {}): Promise<StepResult> {
  server.answers.set(pathOf('1.3.0'), { kind: 'endless', body: 'x'.repeat(70_000) });
  const given = asking(server, '1.3.0', sha256('x'));
  return runOn(node, server, given, 'variables', {}, DOCUMENT, (group) => {
    const timer = setInterval(() => {
      if (!node.installed().some(hasDownload)) return;
      clearInterval(timer);
      look();
      process.kill(-group, signal);
    }, 20);
  });
}

function isTemporary(name: string): boolean {
  return name.startsWith('.new.');
}

function hasDownload(name: string): boolean {
  return (
    isTemporary(name) &&
    statSync(join(node.prefix, name, 'ssm-doctor'), { throwIfNoEntry: false }) !== undefined
  );
}

describe.skipIf(!RUNS_HERE).each(SHELLS)('a step that is cancelled under %s', (shell) => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s leaves the old program and nothing else',
    async (signal) => {
      node = makeNode(shell);
      await runOn(node, server, release(server, '1.2.3'));
      const result = await interrupted(signal);
      expect(result.outcome).toBe('failed');
      expect(node.installed()).toEqual(['ssm-doctor']);
      expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
    },
  );

  it('keeps what it downloads from all other users', async () => {
    node = makeNode(shell);
    let mode = 0;
    await interrupted('SIGTERM', () => {
      const [folder = ''] = node.installed().filter(isTemporary);
      mode = statSync(join(node.prefix, folder)).mode & 0o7777;
    });
    expect(mode).toBe(0o700);
  });

  it('is cleaned up after by a later one when it was killed', async () => {
    node = makeNode(shell);
    await runOn(node, server, release(server, '1.2.3'));
    expect((await interrupted('SIGKILL')).status).toBe(null);
    const [left = ''] = node.installed().filter(isTemporary);
    expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
    await runOn(node, server, release(server, '1.3.0'));
    // It may be at work still.
    expect(node.installed()).toContain(left);
    const longAgo = Date.now() / 1000 - 3 * 24 * 3600;
    utimesSync(join(node.prefix, left), longAgo, longAgo);
    await runOn(node, server, release(server, '1.4.0'));
    expect(node.installed()).toEqual(['ssm-doctor']);
  });

  it('is not disturbed by others that run at the same time', async () => {
    node = makeNode(shell);
    const given = release(server, '1.2.3', fakeProgram('1.2.3').padEnd(300_000, '\n'));
    const results = await Promise.all(Array.from({ length: 4 }, () => runOn(node, server, given)));
    for (const { stdout } of results) expect(stdout).toContain('1.2.3 ran:');
    expect(node.installed()).toEqual(['ssm-doctor']);
  });
});

const MOUNTS = process.getuid?.() === 0 && RUNS_HERE;

describe.skipIf(!MOUNTS).each(SHELLS)('a folder with a file system of its own, under %s', (shell) => {
  /** False where this machine lets nobody mount. */
  function mounted(options: string): boolean {
    node = makeNode(shell);
    mkdirSync(node.prefix, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', node.prefix], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }
  const unmount = () => execFileSync('umount', [node.prefix]);

  it('that is full keeps what it has', async ({ skip }) => {
    if (!mounted('size=256k')) skip();
    try {
      await runOn(node, server, release(server, '1.2.3'));
      const result = await runOn(
        node,
        server,
        release(server, '1.3.0', fakeProgram('1.3.0').padEnd(1_000_000, '\n')),
      );
      expect(result.status).toBe(12);
      expect(result.stderr).toMatch(/^ssm-doctor: .* was not downloaded \(curl ended with 23\): .+\n$/);
      expect(node.installed()).toEqual(['ssm-doctor']);
      expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
    } finally {
      unmount();
    }
  });

  it('from which nothing may be executed gets no program', async ({ skip }) => {
    if (!mounted('size=256k,noexec')) skip();
    try {
      const result = await runOn(node, server, release(server, '1.2.3'));
      expect(result.status).toBe(15);
      expect(result.stderr).toMatch(
        /^ssm-doctor: ssm-doctor 1\.2\.3 does not start here: .*Permission denied\n$/,
      );
      expect(node.installed()).toEqual([]);
    } finally {
      unmount();
    }
  });

  it('that is read-only is not touched', async ({ skip }) => {
    if (!mounted('size=256k,ro')) skip();
    try {
      const result = await runOn(node, server, release(server, '1.2.3'));
      expect(result).toMatchObject({ status: 14, stdout: '' });
      expect(result.stderr.split('\n')).toHaveLength(2);
    } finally {
      unmount();
    }
  });
});
