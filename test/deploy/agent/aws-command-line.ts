import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Debian's; another one that comes first on the PATH may be older. Null where there is none. */
export const AWS = existsSync('/usr/bin/aws') ? '/usr/bin/aws' : null;

export interface Sent {
  readonly status: number | null;
  readonly stderr: string;
  /** What the command line sent after it had checked it against its model; null when it refused to. */
  readonly body: string | null;
}

/** Runs an `aws …` command against a server on this machine that takes all and answers nothing. */
export async function send(command: string): Promise<Sent> {
  let body: string | null = null;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      body = text;
      const action = new URLSearchParams(text).get('Action');
      response.end(action === null ? '{}' : `<Answer><${action}Result/></Answer>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { status, stderr } = await run(command.replace(/^aws/, `${AWS} --endpoint-url ${url}`));
    return { status, stderr, body };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function run(command: string): Promise<{ status: number | null; stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stderr }));
  });
}
