import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asking, pathOf, release, runOn } from './agent/fixture.ts';
import { AGENTS } from './agent/interpolation.ts';
import { fakeProgram, makeNode, RUNS_HERE, SHELLS, sha256, type TestNode, textOf } from './agent/node.ts';
import { type ReleaseServer, startReleaseServer } from './agent/release-server.ts';

let server: ReleaseServer;
let node: TestNode;
beforeAll(async () => {
  if (RUNS_HERE) server = await startReleaseServer();
});
afterAll(() => server?.close());
afterEach(() => {
  node.remove();
  server.answers.clear();
  server.asked.length = 0;
});

describe.skipIf(!RUNS_HERE).each(SHELLS)('the document under %s', (shell) => {
  it.each(AGENTS)('installs and runs on an agent that hands parameters over as %s', async (agent) => {
    node = makeNode(shell);
    const result = await runOn(node, server, release(server, '1.2.3'), agent);
    expect(result).toMatchObject({ outcome: 'success', stdout: '1.2.3 ran: report --to compliance,file\n' });
    expect(result.stderr).toBe(`ssm-doctor: installed 1.2.3 in ${node.prefix}\n`);
    expect(node.installed()).toEqual(['ssm-doctor']);
    expect(statSync(node.program).mode & 0o7777).toBe(0o755);
    expect(statSync(node.prefix).mode & 0o7777).toBe(0o755);
  });

  it('downloads nothing when the node has exactly what was asked for', async () => {
    node = makeNode(shell);
    const given = release(server, '1.2.3');
    await runOn(node, server, given);
    const second = await runOn(node, server, given);
    expect(second).toMatchObject({ outcome: 'success', stderr: '' });
    expect(server.asked).toEqual([pathOf('1.2.3')]);
  });

  it('replaces another version, and a program that was tampered with', async () => {
    node = makeNode(shell);
    await runOn(node, server, release(server, '1.2.3'));
    const given = release(server, '1.3.0');
    expect((await runOn(node, server, given)).stdout).toContain('1.3.0 ran:');
    writeFileSync(node.program, '#!/bin/sh\necho owned\n');
    expect((await runOn(node, server, given)).stdout).toContain('1.3.0 ran:');
    expect(node.installed()).toEqual(['ssm-doctor']);
  });

  it('keeps the old program when the checksum is wrong, and never starts the new one', async () => {
    node = makeNode(shell);
    await runOn(node, server, release(server, '1.2.3'));
    const trap = join(node.prefix, 'started');
    server.answers.set(pathOf('1.3.0'), { kind: 'file', body: `#!/bin/sh\n: > '${trap}'\n` });
    const result = await runOn(node, server, asking(server, '1.3.0', sha256('something else')));
    expect(result).toMatchObject({ outcome: 'failed', status: 13, stdout: '' });
    expect(result.stderr).toMatch(
      /^ssm-doctor: .* has SHA-256 [0-9a-f]{64}, expected .*; nothing was installed\n$/,
    );
    expect(node.installed()).toEqual(['ssm-doctor']);
    expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
  });

  it('keeps the old program when the new one does not start', async () => {
    node = makeNode(shell);
    await runOn(node, server, release(server, '1.2.3'));
    const body = '#!/bin/sh\necho "libstdc++.so.6: cannot open shared object file" >&2\nexit 127\n';
    const result = await runOn(node, server, release(server, '1.3.0', body));
    expect(result.status).toBe(15);
    expect(result.stderr).toBe(
      'ssm-doctor: ssm-doctor 1.3.0 does not start here: libstdc++.so.6: cannot open shared object file\n',
    );
    expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
    expect(node.installed()).toEqual(['ssm-doctor']);
  });

  it('needs no temporary folder of the system', async () => {
    node = makeNode(shell);
    const result = await runOn(node, server, release(server, '1.2.3'), 'variables', { TMPDIR: '/nowhere' });
    expect(result.outcome).toBe('success');
  });

  it('refuses to install where a file is in the way', async () => {
    node = makeNode(shell);
    mkdirSync(join(node.prefix, '..'), { recursive: true });
    writeFileSync(node.prefix, '');
    const result = await runOn(node, server, release(server, '1.2.3'));
    expect(result).toMatchObject({ status: 14 });
    expect(result.stderr).toContain('cannot be made');
    expect(server.asked).toEqual([]);
  });

  it.skipIf(process.getuid?.() !== 0)('refuses a folder of another user', async () => {
    node = makeNode(shell);
    mkdirSync(node.prefix, { recursive: true });
    chownSync(node.prefix, 1234, 1234);
    expect((await runOn(node, server, release(server, '1.2.3'))).stderr).toContain('belongs to another user');
    expect(server.asked).toEqual([]);
  });

  it('takes from others the right to write where the program lies', async () => {
    node = makeNode(shell);
    mkdirSync(node.prefix, { recursive: true });
    chmodSync(node.prefix, 0o777);
    await runOn(node, server, release(server, '1.2.3'));
    expect(statSync(node.prefix).mode & 0o7777).toBe(0o755);
  });

  it('names the libc that is too old, before it downloads', async () => {
    node = makeNode(shell);
    node.write('getconf', 'echo glibc 2.26');
    const result = await runOn(node, server, release(server, '1.2.3'));
    expect(result).toMatchObject({ status: 10 });
    expect(result.stderr).toContain('glibc 2.26 is too old; ssm-doctor needs 2.28');
    expect(server.asked).toEqual([]);
  });
});
