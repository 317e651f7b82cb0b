import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asking, pathOf, release, runOn } from './agent/fixture.ts';
import {
  DOWNLOADERS,
  fakeProgram,
  makeNode,
  RUNS_HERE,
  SHELLS,
  sha256,
  type TestNode,
  textOf,
} from './agent/node.ts';
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

// What is downloaded with does not depend on the shell: the plainest of them will do.
const SHELL = SHELLS[0] ?? 'sh';

describe.skipIf(!RUNS_HERE)('the document downloads', () => {
  it.each(DOWNLOADERS)('keeps the old program when %s is broken off in the middle', async (tool) => {
    node = makeNode(SHELL, tool);
    await runOn(node, server, release(server, '1.2.3'));
    const body = fakeProgram('1.3.0').padEnd(100_000, '#\n');
    server.answers.set(pathOf('1.3.0'), { kind: 'cut', body });
    const result = await runOn(node, server, asking(server, '1.3.0', sha256(body)));
    expect(result.outcome).toBe('failed');
    expect([12, 13]).toContain(result.status);
    expect(result.stderr.split('\n')).toHaveLength(2);
    expect(node.installed()).toEqual(['ssm-doctor']);
    expect(textOf(node.program)).toBe(fakeProgram('1.2.3'));
  });

  it.each(DOWNLOADERS)('downloads with %s alone', async (tool) => {
    node = makeNode(SHELL, tool);
    expect((await runOn(node, server, release(server, '1.2.3'))).stdout).toContain('1.2.3 ran:');
  });

  it.each(['shasum', 'openssl'])('checks with %s alone', async (tool) => {
    node = makeNode(SHELL, 'curl', tool);
    if (tool === 'shasum') node.add('perl');
    expect((await runOn(node, server, release(server, '1.2.3'))).stdout).toContain('1.2.3 ran:');
  });

  it.each(DOWNLOADERS)('says what %s could not get', async (tool) => {
    node = makeNode(SHELL, tool);
    const result = await runOn(node, server, asking(server, '1.2.3', sha256('')));
    expect(result).toMatchObject({ status: 12, stdout: '' });
    expect(result.stderr).toContain(`${pathOf('1.2.3')} was not downloaded (${tool} ended with`);
    expect(node.installed()).toEqual([]);
  });

  it('says so when there is no network', async () => {
    node = makeNode(SHELL);
    const given = { ...asking(server, '1.2.3', sha256('')), source: 'https://127.0.0.1:1/releases' };
    const result = await runOn(node, server, given);
    expect(result.status).toBe(12);
    expect(result.stderr).toMatch(
      /^ssm-doctor: https:.* was not downloaded \(curl ended with 7\): curl: .*\n$/,
    );
  });

  it('follows no redirect to plain http', async () => {
    node = makeNode(SHELL);
    server.answers.set(pathOf('1.2.3'), { kind: 'redirect', to: 'http://127.0.0.1:1/' });
    const result = await runOn(node, server, asking(server, '1.2.3', sha256('')));
    expect(result.status).toBe(12);
    expect(result.stderr).toMatch(/protocol "?http"? not supported or disabled/i);
  });

  it('says what is missing to download or to check with', async () => {
    node = makeNode(SHELL, null);
    const downloader = await runOn(node, server, release(server, '1.2.3'));
    expect(downloader).toMatchObject({ status: 12 });
    expect(downloader.stderr).toBe('ssm-doctor: there is none of curl, wget and python3 to download with\n');
    node.remove();
    node = makeNode(SHELL, 'curl', 'true');
    const summer = await runOn(node, server, release(server, '1.2.3'));
    expect(summer).toMatchObject({ status: 14 });
    expect(node.installed()).toEqual([]);
  });

  it('fetches from S3 with the aws command', async () => {
    node = makeNode(SHELL, null);
    const body = fakeProgram('1.2.3');
    const kept = join(node.path, '..', 'object');
    writeFileSync(kept, body);
    node.write('aws', `echo "$*" >>'${kept}.asked'\nfor last; do :; done\ncat '${kept}' >"$last"`);
    const given = { ...asking(server, '1.2.3', sha256(body)), source: 's3://example-bucket/releases' };
    expect((await runOn(node, server, given)).stdout).toContain('1.2.3 ran:');
    expect(textOf(`${kept}.asked`)).toContain(
      `s3 cp --only-show-errors --no-progress s3://example-bucket${pathOf('1.2.3')} `,
    );
  });
});
