import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDebianProgramHere } from '../../support/debian-program.ts';
import type { FakeCredentials } from '../access/keys.ts';
import type { FakeAws } from '../server.ts';

/** Debian's package; what else is called aws on the PATH is none of the project's. */
const AWS = '/usr/bin/aws';

/**
 * Whether Debian's command line is here; root on a Debian gets it installed (116 MB, a minute). Where it cannot be,
 * the reason is printed, and the tests that need it are to be skipped.
 */
export function isDebianAwsHere(): Promise<boolean> {
  return isDebianProgramHere(AWS, 'awscli');
}

export interface Ran {
  /** 0, 252 for what the command line refuses itself, 254 for what the service refuses. */
  readonly status: number | null;
  /** The JSON that it printed; null where it printed none. */
  readonly output: Record<string, unknown> | null;
  readonly stderr: string;
}

/** `aws ssm ARGS` against the service, as a person unless told otherwise, with nothing of this machine's settings. */
export async function debianAws(
  fake: FakeAws,
  args: readonly string[],
  credentials: FakeCredentials = fake.person,
): Promise<Ran> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const env = {
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_DEFAULT_REGION: fake.node.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_MAX_ATTEMPTS: '1',
  };
  const common = ['--endpoint-url', fake.url, '--no-cli-pager', '--output', 'json'];
  const { stdout, ...ran } = await run(AWS, ['ssm', ...args, ...common], env);
  return { ...ran, output: stdout.trim() === '' ? null : JSON.parse(stdout) };
}

/** Sends a request as the file that `--cli-input-json` takes: `put-compliance-items`, `put-inventory`. */
export async function sendJson(
  fake: FakeAws,
  command: 'put-compliance-items' | 'put-inventory',
  request: unknown,
  credentials: FakeCredentials = fake.credentials,
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'cli-input-'));
  try {
    const file = join(folder, 'request.json');
    writeFileSync(file, JSON.stringify(request));
    return await debianAws(fake, [command, '--cli-input-json', `file://${file}`], credentials);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Does not block, since the service answers from this very process. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, status] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('exit', resolve)),
  ]);
  return { status, stdout, stderr };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream.setEncoding('utf8')) text += piece;
  return text;
}
