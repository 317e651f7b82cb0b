import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { program } from '../support/program.ts';

/** What starts the program. */
export const PROGRAM = program();

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder with these files, which goes when the tests end. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';

/** A copy of an instance without trouble. */
export const HEALTHY = { [LOG]: '2026-11-20 03:12:00 INFO [ssm-agent-worker] all is well\n' };

/** A copy of an instance with one active cause, CREDENTIALS_NO_INSTANCE_PROFILE. */
export const SICK = {
  [LOG]: '2026-11-20 03:12:00 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n',
};

/** A copy with one active cause of severity HIGH, PKG_LOCK_HELD. */
export const LOCKED = {
  'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/11111111-aaaa-4bbb-8ccc-000000000001/awsrunShellScript/PatchLinux/stdout':
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)\n',
};

/** Runs the command. */
export function run(
  args: readonly string[],
  options: { cwd?: string; input?: string; uid?: number } = {},
): SpawnSyncReturns<string> {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC' };
  return spawnSync(PROGRAM.file, [...PROGRAM.args, ...args], {
    encoding: 'utf8',
    env,
    timeout: 60_000,
    ...options,
  });
}
