import { describe, expect, test } from 'vitest';
import { judgeZone } from '../../../src/host/checks/time-zone.ts';
import type { CheckOutcome } from '../../../src/report/check-report.ts';
import { identityConfig, NODE, PLACES } from '../../support/identity-files.ts';
import { found, type Outputs } from './found.ts';

const UNIT = (active: string, sub: string, file: string, load = 'loaded'): string =>
  `Id=amazon-ssm-agent.service\nLoadState=${load}\nActiveState=${active}\nSubState=${sub}\nUnitFileState=${file}\nMainPID=1\nNRestarts=3\nResult=success\n\nId=snap.amazon-ssm-agent.amazon-ssm-agent.service\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nUnitFileState=\nMainPID=0\n`;

describe('on Linux', () => {
  const agent = { 'usr/bin/amazon-ssm-agent': '' };
  const failed = (cause: string | null): Partial<CheckOutcome> => ({ status: 'failed', cause });

  test.each<[string, string, Partial<CheckOutcome>]>([
    ['runs', UNIT('active', 'running', 'enabled'), { status: 'ok' }],
    ['is stopped', UNIT('inactive', 'dead', 'enabled'), failed('AGENT_NOT_RUNNING')],
    ['starts again and again', UNIT('activating', 'auto-restart', 'enabled'), failed('AGENT_NOT_RUNNING')],
    ['has no unit', UNIT('inactive', 'dead', '', 'not-found'), failed('AGENT_NOT_RUNNING')],
  ])('the service %s', async (_name, stdout, expected) => {
    expect(await found('agent-service', 'linux', { 'systemctl show': { stdout } }, agent)).toMatchObject(
      expected,
    );
  });

  test.each<[string, string, Partial<CheckOutcome>]>([
    ['enabled', UNIT('active', 'running', 'enabled'), { status: 'ok' }],
    ['disabled', UNIT('active', 'running', 'disabled'), failed(null)],
    ['masked', UNIT('inactive', 'dead', 'masked', 'masked'), failed('AGENT_NOT_RUNNING')],
    ['of no file', UNIT('active', 'running', ''), { status: 'not-applicable' }],
  ])('the start mode is %s', async (_name, stdout, expected) => {
    expect(await found('agent-startup', 'linux', { 'systemctl show': { stdout } }, agent)).toMatchObject(
      expected,
    );
  });

  test('no agent at all is another cause', async () => {
    const stdout = UNIT('inactive', 'dead', '', 'not-found');
    expect(await found('agent-service', 'linux', { 'systemctl show': { stdout } })).toMatchObject({
      cause: 'AGENT_NOT_INSTALLED',
      summary: 'Unable to find ssm agent on this instance',
    });
  });

  test('the snap counts where it runs', async () => {
    const stdout = UNIT('inactive', 'dead', '', 'not-found').replace(
      /Id=snap[\s\S]*/,
      'Id=snap.amazon-ssm-agent.amazon-ssm-agent.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nMainPID=9\n',
    );
    const outcome = await found('agent-service', 'linux', { 'systemctl show': { stdout } });
    expect(outcome.facts).toContainEqual({ name: 'manager', value: 'snap' });
  });

  const RESTART = 'needs-restarting -r';
  test.each<[string, Outputs, Record<string, string>, Partial<CheckOutcome>]>([
    [
      'it says so',
      { [RESTART]: { status: 1, stdout: 'Reboot is required to fully utilize these updates.\n' } },
      {},
      failed('HOST_REBOOT_PENDING'),
    ],
    [
      'it does not',
      { [RESTART]: { stdout: 'No core libraries or services have been updated since boot-up.\n' } },
      {},
      { status: 'ok' },
    ],
    [
      'it cannot tell',
      { [RESTART]: { status: 1, stdout: 'Error: cannot open rpmdb' } },
      {},
      { status: 'not-readable' },
    ],
    ['SUSE left a mark', {}, { 'run/reboot-needed': '' }, failed('HOST_REBOOT_PENDING')],
    [
      'a newer kernel is there',
      {},
      {
        'proc/sys/kernel/osrelease': '6.1.10-99.amzn2023.x86_64\n',
        'lib/modules/6.1.10-99.amzn2023.x86_64/x': '',
        'lib/modules/6.1.112-122.amzn2023.x86_64/x': '',
      },
      failed('HOST_REBOOT_PENDING'),
    ],
  ])('a restart: %s', async (_name, outputs, files, expected) => {
    const tools: Record<string, string> = RESTART in outputs ? { 'usr/bin/needs-restarting': '' } : {};
    expect(await found('reboot', 'linux', outputs, { ...tools, ...files })).toMatchObject(expected);
  });

  test('memory, open files and SELinux from what the kernel says', async () => {
    const low =
      'MemTotal: 500000 kB\nMemFree: 10000 kB\nMemAvailable: 20000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n';
    expect(await found('memory', 'linux', {}, { 'proc/meminfo': low })).toMatchObject(
      failed('HOST_OUT_OF_MEMORY'),
    );
    const swap = low.replace('SwapFree: 0', 'SwapFree: 900000');
    expect(await found('memory', 'linux', {}, { 'proc/meminfo': swap })).toMatchObject({ status: 'ok' });
    const full = { 'proc/sys/fs/file-nr': '9990\t0\t10000\n' };
    expect(await found('open-files', 'linux', {}, full)).toMatchObject(failed('HOST_OPEN_FILES_LIMIT'));
    const enforcing = { 'sys/fs/selinux/enforce': '1' };
    expect(await found('selinux', 'linux', {}, enforcing)).toMatchObject({ summary: 'SELinux is enforcing' });
    expect(await found('selinux', 'linux', {})).toMatchObject({ status: 'not-applicable' });
  });

  test('no Python, and no tool to download with', async () => {
    expect(await found('patch-tools', 'linux', {})).toMatchObject(failed('HOST_PYTHON_MISSING'));
    const python = { 'usr/libexec/platform-python': '' };
    expect(await found('patch-tools', 'linux', {}, python)).toMatchObject(failed('HOST_TOOL_MISSING'));
    const all = { ...python, 'usr/bin/wget': '', 'bin/tar': '' };
    expect(await found('patch-tools', 'linux', {}, all)).toMatchObject({ status: 'ok' });
  });

  test('credentials that the agent no longer renews', async () => {
    const path = PLACES.linux.identity;
    const kept = (expires: string) => ({ [path]: identityConfig(NODE, { CredentialsExpiresAt: expires }) });
    const renewal = (files: Record<string, string>) => found('credential-renewal', 'linux', {}, files);
    expect(await renewal(kept('2026-11-25T07:00:00Z'))).toMatchObject({ cause: 'CREDENTIALS_EXPIRED' });
    expect(await renewal(kept('2026-11-25T09:00:00Z'))).toMatchObject({ status: 'ok' });
    expect(await renewal({ [path]: '{' })).toMatchObject({ cause: 'AGENT_STATE_DAMAGED' });
  });

  test('settings that the agent can read, cannot read, or does not have', async () => {
    const path = 'etc/amazon/ssm/amazon-ssm-agent.json';
    const settings = (files: Record<string, string>) => found('agent-settings', 'linux', {}, files);
    expect(await settings({})).toMatchObject({ status: 'ok' });
    expect(await settings({ [path]: '{"Agent":{}}' })).toMatchObject({ status: 'ok' });
    expect(await settings({ [path]: '{"Agent":}' })).toMatchObject(failed('AGENT_CONFIG_INVALID'));
  });

  test('the zone by what programs read', async () => {
    const zone = (files: Record<string, string>) => found('time-zone', 'linux', {}, files);
    expect(await zone({})).toMatchObject({ status: 'ok', summary: 'no zone is set, so that it is UTC' });
    expect(await zone({ 'etc/timezone': 'Europe/Berlin\n' })).toMatchObject({
      summary: 'the zone is Europe/Berlin',
    });
    expect(await zone({ 'etc/localtime': 'TZif2' })).toMatchObject({ status: 'not-readable' });
    const two = { kind: 'zone', name: 'Europe/Berlin', also: 'America/New_York' } as const;
    expect(judgeZone(two)).toMatchObject({ status: 'failed', cause: null });
    expect(judgeZone({ kind: 'zone', name: 'Etc/UTC', also: 'UTC' })).toMatchObject({ status: 'ok' });
  });
});
