import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutComplianceItemsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from 'vitest';
import { requestLine } from '../../build-scripts/fake-aws/request-line.ts';
import type { LoggedRequest } from '../../test/fake-aws/request-log.ts';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts the service by hand; its output so far, and its end. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ['build-scripts/fake-aws.ts', ...args], { stdio: 'pipe' });
  running.push(child);
  const shown = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      shown.text += piece;
    });
  }
  const until = async (part: string) => {
    const ended = Date.now() + 20_000;
    while (!shown.text.includes(part) && Date.now() < ended)
      await new Promise((wake) => setTimeout(wake, 20));
    expect(shown.text).toContain(part);
  };
  return { child, shown, until, end: once(child, 'exit') };
}

/** The variables that the introduction exports. */
function exported(text: string): Record<string, string> {
  const lines = text.match(/(?<=^ +export ).*$/gm) ?? [];
  return Object.fromEntries(lines.flatMap((line) => line.split(' ')).map((pair) => pair.split('=', 2)));
}

describe('the test service by hand', () => {
  it('says what to export, then one line per request, and ends at Ctrl-C', async () => {
    const { child, shown, until, end } = start('--port', '0');
    await until('Ctrl-C ends it.');
    const variables = exported(shown.text);
    expect(variables).toMatchObject({
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SSM_INSTANCE_ID: 'i-0synthetic0000001',
      AWS_SSM_REGION_NAME: 'eu-west-1',
    });
    const client = new SSMClient({
      endpoint: variables.AWS_ENDPOINT_URL_SSM ?? '',
      region: variables.AWS_REGION ?? '',
      credentials: {
        accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const put = (ComplianceType: string) =>
      client.send(
        new PutComplianceItemsCommand({
          ResourceId: variables.AWS_SSM_INSTANCE_ID,
          ResourceType: 'ManagedInstance',
          ComplianceType,
          ExecutionSummary: { ExecutionTime: new Date() },
          Items: [{ Id: 'SELF/run', Severity: 'INFORMATIONAL', Status: 'COMPLIANT' }],
        }),
      );
    await put('Custom:SsmDoctor');
    await until('PutComplianceItems  Custom:SsmDoctor: 1 item stored\n');
    await expect(put('Custom:ssm.doctor')).rejects.toThrow();
    await until(
      "PutComplianceItems  refused with 400 ValidationException: 1 validation error detected: Value 'Custom",
    );
    child.kill('SIGINT');
    expect(await end).toEqual([0, null]);
    expect(shown.text).toMatch(/\n2 requests; nothing is kept\n$/);
  });

  it('keeps the state in a file when asked to, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fake-aws-'));
    const { child, until, end } = start('--port', '0', '--state', join(folder, 'state.json'));
    await until('Ctrl-C ends it.');
    child.kill('SIGTERM');
    await until(`0 requests; what is stored is in ${join(folder, 'state.json')}`);
    expect(await end).toEqual([0, null]);
    rmSync(folder, { recursive: true });
  });

  it('says what is wrong with the port', async () => {
    const first = start('--port', '0');
    await first.until('Ctrl-C ends it.');
    const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(first.shown.text) ?? [];
    const second = start('--port', port);
    expect(await second.end).toEqual([1, null]);
    await second.until('fake-aws: the port is taken; choose another with --port\n');
    const third = start('--port', 'x');
    expect(await third.end).toEqual([1, null]);
    await third.until('fake-aws: --port x is no port\n');
  });
});

describe('the line of a request', () => {
  const request: LoggedRequest = {
    at: new Date('2026-11-25T00:42:37Z'),
    operation: 'PutInventory',
    headers: {},
    input: null,
    error: null,
    outcomes: [],
    fault: null,
    status: 200,
  };

  it.each<[Partial<LoggedRequest>, string]>([
    [
      { outcomes: [{ kind: 'unchanged', type: 'Custom:T' }] },
      'Custom:T: nothing new, the hash is the stored one',
    ],
    [{ outcomes: [{ kind: 'older', type: 'Custom:T' }] }, 'Custom:T: ignored, a later run is stored'],
    [{ outcomes: [{ kind: 'read', count: 2 }] }, '2 items read'],
    [{ status: null }, 'no answer'],
    [{ status: 400, error: { type: 'E', message: 'a\n\x1b[31mb\ud83d' } }, 'refused with 400 E: a [31mb '],
  ])('of %j', (changes, expected) => {
    expect(requestLine({ ...request, ...changes })).toBe(`00:42:37  PutInventory  ${expected}`);
  });

  it('is cut when the request was long', () => {
    const error = { type: 'E', message: 'x'.repeat(5000) };
    expect(requestLine({ ...request, error }).length).toBeLessThan(410);
  });
});
