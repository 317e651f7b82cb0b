import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asking, DOCUMENT, release, runOn } from './agent/fixture.ts';
import { fakeProgram, makeNode, RUNS_HERE, SHELLS, sha256, type TestNode } from './agent/node.ts';
import { type ReleaseServer, startReleaseServer } from './agent/release-server.ts';
import { runDocument } from './agent/run.ts';

let server: ReleaseServer;
let node: TestNode;
beforeAll(async () => {
  if (RUNS_HERE) server = await startReleaseServer();
});
afterAll(() => server?.close());

describe.skipIf(!RUNS_HERE).each(SHELLS)('what the step ends with under %s', (shell) => {
  afterEach(() => node.remove());

  it.each([0, 1, 2, 3, 4, 63, 137, 255])('is status %i of the program', async (status) => {
    node = makeNode(shell);
    const result = await runOn(node, server, release(server, '1.2.3', fakeProgram('1.2.3', status)));
    expect(result).toMatchObject({ status, outcome: status === 0 ? 'success' : 'failed' });
  });

  it.each([168, 169, 194])('is 1 where %i would be a request to the agent', async (status) => {
    node = makeNode(shell);
    const result = await runOn(node, server, release(server, '1.2.3', fakeProgram('1.2.3', status)));
    expect(result).toMatchObject({ status: 1, outcome: 'failed' });
  });

  it('is a failure that says so where nothing is installed and nothing to install', async () => {
    node = makeNode(shell);
    const result = await runOn(node, server, {});
    expect(result).toMatchObject({ status: 16, stdout: '' });
    expect(result.stderr).toBe('ssm-doctor: no ssm-doctor on this node, and no source to install it from\n');
    expect(node.installed()).toEqual([]);
  });

  it('comes from the program of the node where no source is given', async () => {
    node = makeNode(shell);
    await runOn(node, server, release(server, '1.2.3'));
    expect((await runOn(node, server, {})).stdout).toBe('1.2.3 ran: report --to compliance,file\n');
  });

  it('names the parameter that is missing beside a source', async () => {
    node = makeNode(shell);
    const versionless = await runOn(node, server, { source: `${server.url}/releases` });
    expect(versionless.stderr).toBe('ssm-doctor: a source needs a version\n');
    const unchecked = await runOn(node, server, asking(server, '1.2.3', 'none'));
    expect(unchecked).toMatchObject({ status: 11 });
    expect(unchecked.stderr).toMatch(/^ssm-doctor: a source needs the SHA-256 for linux (x64|arm64)\n$/);
    expect(node.installed()).toEqual([]);
  });

  it.each([
    [{ mode: 'diagnose' }, 'diagnose'],
    [{ mode: 'diagnose', failOn: 'HIGH' }, 'diagnose --fail-on HIGH'],
    [{ mode: 'diagnose', timing: 'spread' }, 'diagnose'],
    [{ timing: 'spread', deliverTo: 'file' }, 'report --to file --jitter'],
    [{ failOn: 'CRITICAL' }, 'report --fail-on CRITICAL --to compliance,file'],
  ])('follows from the arguments that %j gives', async (given, expected) => {
    node = makeNode(shell);
    const result = await runOn(node, server, { ...release(server, '1.2.3'), ...given });
    expect(result.stdout).toBe(`1.2.3 ran: ${expected}\n`);
  });

  it('gives the program no input to wait for', async () => {
    node = makeNode(shell);
    const body = '#!/bin/sh\n[ "$1" = --version ] || read -r line || echo no input\n';
    expect((await runOn(node, server, release(server, '1.2.3', body))).stdout).toBe('no input\n');
  });

  it('installs for macOS by its own checksum', async () => {
    node = makeNode(shell);
    node.write('sw_vers', 'echo 14.5');
    node.write('uname', 'echo arm64');
    const body = fakeProgram('1.2.3');
    server.answers.set('/releases/1.2.3/ssm-doctor-1.2.3-macos-arm64', { kind: 'file', body });
    const given = { source: `${server.url}/releases`, version: '1.2.3', sha256MacosArm64: sha256(body) };
    const environment = { PATH: node.path, CURL_CA_BUNDLE: server.certificate };
    const machine = { platform: 'MacOS', agent: 'variables', relocate: node.relocate, environment } as const;
    const results = await runDocument(DOCUMENT, given, machine);
    expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['ssmDoctorLinux', 'skipped'],
      ['ssmDoctorMacOS', 'success'],
      ['ssmDoctorWindows', 'skipped'],
    ]);
  });
});
