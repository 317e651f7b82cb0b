import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type Health, writeHealth } from '../../src/agent/health.ts';
import schema from '../../src/agent/status.schema.json' with { type: 'json' };
import { runAgentInstall } from '../../src/cli/agent-install.ts';
import { runAgentStatus } from '../../src/cli/agent-status.ts';
import { nodeClock } from '../../src/platform/clock.ts';
import { displayWidth } from '../../src/reporters/text/display-width.ts';
import { aTerminal } from '../cli/a-terminal.ts';
import { aHost, beAgent, type FakeHost, plantFile, STATES } from './service/a-host.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } }).compile(
  schema,
);
const NOW = Date.UTC(2026, 10, 25, 8);
const HEALTH: Health = {
  version: '1.2.3',
  pid: process.pid,
  startedAt: '2026-11-23T08:00:00.000Z',
  updatedAt: '2026-11-25T07:59:30.000Z',
  state: 'watching',
  watches: [
    { folder: '/var/log/amazon/ssm', by: 'events', reason: null },
    {
      folder: '/var/lib/amazon/ssm/i-0synthetic0001/document/orchestration',
      by: 'polling',
      reason: 'no inotify watches are left',
    },
    { folder: '/var/log/amazon/ssm/patch-configuration', by: 'absent', reason: null },
  ],
  files: 12,
  linesRead: 34567,
  lost: 0,
  lastChange: '2026-11-25T07:58:00.000Z',
  report: {
    lastAt: '2026-11-25T06:20:00.000Z',
    lastResult: 'kept',
    lastMessage: 'the service cannot be reached',
    nextAt: '2026-11-25T12:17:00.000Z',
    running: false,
  },
  backlog: { reports: 2, bytes: 4096, oldest: '2026-11-25T00:20:00.000Z' },
  active: [{ cause: 'REPO_UNREACHABLE', subject: 'mirror.example.com', since: '2026-11-24T03:12:00.000Z' }],
};

/** A machine at eight in the morning. */
function machine(platform: 'linux' | 'macos' | 'windows' = 'linux'): FakeHost {
  const host = aHost(platform);
  return { ...host, clock: { ...host.clock, now: () => NOW } };
}

function healthy(host: FakeHost, changes: Partial<Health> = {}): void {
  const folder = host.at(STATES[host.platform]);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  expect(writeHealth(join(folder, 'agent.health.json'), { ...HEALTH, ...changes })).toBeNull();
}

async function status(host: FakeHost, columns = 80): Promise<{ code: number; text: string }> {
  const terminal = aTerminal(columns);
  const code = await runAgentStatus({ format: 'text' }, terminal, host);
  return { code, text: terminal.text() };
}

async function json(host: FakeHost): Promise<Record<string, unknown>> {
  const terminal = aTerminal();
  await runAgentStatus({ format: 'json' }, terminal, host);
  const printed = JSON.parse(terminal.text());
  expect([validate(printed), validate.errors]).toEqual([true, null]);
  return printed;
}

test('a running agent tells what it watches and how, and what came of it', async () => {
  const host = machine();
  await runAgentInstall({}, aTerminal(), host);
  beAgent(host);
  healthy(host);
  const { code, text } = await status(host);
  expect(text).toBe(
    `RUNNING   since HERE, process ${process.pid}, version 1.2.3

service   systemd, /etc/systemd/system/ssm-doctor.service, starts with the
          machine
watches   polling  /var/lib/amazon/ssm/i-0synthetic0001/document/orchestration
          (no inotify watches are left)
          missing  /var/log/amazon/ssm/patch-configuration
          events   /var/log/amazon/ssm
read      12 files, 34,567 lines, last new one 2026-11-25 07:58Z (2 min ago)
report    kept for the next time 2026-11-25 06:20Z (100 min ago): the service
          cannot be reached; next 2026-11-25 12:17Z
backlog   2 unsent, 4.1 kB, oldest 2026-11-25 00:20Z (7 h ago)
active    REPO_UNREACHABLE  mirror.example.com  since 2026-11-24 03:12Z (28 h
          ago)
log       /var/log/ssm-doctor/agent.log
`.replace('HERE', /since ([^,]+),/.exec(text)?.[1] ?? ''),
  );
  expect(code).toBe(0);
  expect(await json(host)).toMatchObject({
    schemaVersion: '1.0',
    now: '2026-11-25T08:00:00.000Z',
    answer: 'running',
    pid: process.pid,
    service: { manager: 'systemd', installed: 'yes', isEnabled: true },
    health: HEALTH,
  });
});

describe('the answer is', () => {
  test('not running, where nothing is installed', async () => {
    const { code, text } = await status(machine());
    expect(code).toBe(3);
    expect(text).toBe(`NOT RUNNING

service   not installed; ssm-doctor agent install does it
log       /var/log/ssm-doctor/agent.log
`);
  });

  test('not running, and was asked to end', async () => {
    const host = machine();
    healthy(host, { state: 'stopped' });
    const { code, text } = await status(host);
    expect([code, text.split('\n')[0]]).toEqual([
      3,
      'NOT RUNNING   2026-11-25 07:59Z (just now), it was asked to end',
    ]);
    expect(text).toMatch(/\nactive {4}REPO_UNREACHABLE .*\n(?: +.*\n)* {10}as of 2026-11-25 07:59Z/);
    expect(text).not.toContain('watches');
  });

  test('not running, though nobody asked it to end', async () => {
    const host = machine();
    healthy(host);
    const { code, text } = await status(host);
    expect(code).toBe(3);
    expect(text.replace(/\s+/g, ' ')).toContain('(just now), it ended without having been asked to');
  });

  test('not running, and with which status it ended', async () => {
    const host = machine();
    await runAgentInstall({}, aTerminal(), host);
    host.programs.unset('running');
    host.programs.set('failed', '2');
    const { code, text } = await status(host);
    expect(code).toBe(3);
    expect(text).toMatch(/^NOT RUNNING {3}it ended with status 2\n/);
  });

  test('hanging, where it runs and gives no sign of life', async () => {
    const host = machine();
    beAgent(host);
    healthy(host, { updatedAt: '2026-11-25T07:30:00.000Z' });
    const { code, text } = await status(host);
    expect(code).toBe(3);
    expect(text).toMatch(
      /^HANGING {3}2026-11-25 07:30Z \(30 min ago\), process \d+, it gives no sign of\s+life\n/,
    );
  });

  test('running, where only an earlier agent has written its health', async () => {
    const host = { ...machine(), clock: nodeClock() };
    beAgent(host);
    healthy(host, { pid: process.pid + 1, state: 'stopped' });
    const { code, text } = await status(host);
    expect([code, text]).toEqual([
      0,
      expect.stringMatching(/^RUNNING {3}since .*, process \d+, it\s+has\s+just\s+started\n/),
    ]);
    expect((await json(host)).health).toBeNull();
  });

  test('hanging, where it has never given a sign of life', async () => {
    const host = machine();
    beAgent(host);
    const later = { ...host, clock: { ...host.clock, now: () => Date.now() + 3_600_000 } };
    const { code, text } = await status(later);
    expect([code, text.replace(/\s+/g, ' ')]).toEqual([3, expect.stringContaining('no sign of life yet')]);
  });

  test('unknown, where what it wrote about itself is damaged', async () => {
    const host = machine();
    beAgent(host);
    plantFile(host, `${STATES.linux}/agent.health.json`, '{"pid":', 0o600);
    const { code, text } = await status(host);
    expect(code).toBe(4);
    expect(text.replace(/\s+/g, ' ')).toMatch(/^UNKNOWN since .*expected the health of an agent in JSON/);
  });

  test.runIf(process.getuid?.() === 0).each([
    ['running', 4, /^UNKNOWN process 4711, systemd runs it, but how it is can only be told by root: /],
    ['stopped', 3, /^NOT RUNNING systemd does not run it /],
  ] as const)('told to users as far as they may know it: %s', async (what, code, said) => {
    const host = machine();
    await runAgentInstall({}, aTerminal(), host);
    if (what === 'running') beAgent(host);
    else host.programs.unset('running');
    healthy(host);
    for (const folder of [host.root, `${host.root}/fake-state`]) chmodSync(folder, 0o777);
    process.seteuid?.(65_534);
    const answer = await status(host).finally(() => process.seteuid?.(0));
    expect([answer.code, answer.text.replace(/\s+/g, ' ')]).toEqual([code, expect.stringMatching(said)]);
    expect(answer.text).toContain('service   systemd, ');
  });

  test('unknown, where systemd runs it and no agent has the lock', async () => {
    const host = machine();
    await runAgentInstall({}, aTerminal(), host);
    const { code, text } = await status(host);
    expect(code).toBe(4);
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /^UNKNOWN process 4711, systemd runs it, but no agent has taken \/var\/lib\/ssm-doctor: it is starting,/,
    );
  });

  test('unknown on Windows for a user without rights', async () => {
    const host = machine('windows');
    host.programs.set('user');
    // What only administrators may list cannot be told from what is not there; a file in its place cannot be listed by anybody.
    writeFileSync(host.at(STATES.windows), '');
    const { code, text } = await status(host);
    expect(code).toBe(4);
    expect(text).toMatch(/^UNKNOWN {3}/);
    expect(text.replace(/\s+/g, ' ')).toContain('service not known; root or an administrator sees what');
  });
});

describe('what is installed is told', () => {
  test('where it differs from what this program would install', async () => {
    const host = machine();
    await runAgentInstall({}, aTerminal(), host);
    plantFile(host, '/opt/newer', '', 0o755);
    const other = { ...host, program: ['/opt/newer'] };
    expect((await status(other)).text.replace(/\s+/g, ' ')).toContain(
      'not as this program would install it: ssm-doctor agent install',
    );
  });

  test("where it is somebody else's", async () => {
    const host = machine('macos');
    plantFile(host, '/Library/LaunchDaemons/com.ssm-doctor.agent.plist', '<plist/>');
    expect((await status(host)).text.replace(/\s+/g, ' ')).toContain(
      "not installed; launchd has somebody else's at /Library/LaunchDaemons/com.ssm-doctor.agent.plist",
    );
  });

  test('where it does not start with the machine', async () => {
    const host = machine('macos');
    await runAgentInstall({}, aTerminal(), host);
    host.programs.set('disabled');
    expect((await status(host)).text.replace(/\s+/g, ' ')).toContain('is not started with the machine');
  });
});

test('wrong settings are told, and the usual places looked at', async () => {
  const host = machine();
  plantFile(host, '/etc/ssm-doctor/agent.yaml', 'state: here\n');
  beAgent(host);
  healthy(host);
  const warnings: string[] = [];
  const terminal = { ...aTerminal(), warn: (text: string) => warnings.push(text) };
  expect(await runAgentStatus({ format: 'text' }, terminal, host)).toBe(0);
  expect(warnings).toEqual([
    expect.stringMatching(/^the settings are not used: .*agent\.yaml:1:8: state: expected an absolute path/),
  ]);
});

test('folders that settings name are looked at', async () => {
  const host = machine();
  plantFile(host, '/etc/ssm-doctor/agent.yaml', 'state: /srv/state\n');
  healthy(host);
  expect(await json(host)).toMatchObject({ state: '/srv/state', health: null, since: null });
});

test.each([40, 80, 120])(
  'it fits %i columns and what Run Command shows, whatever is in it',
  async (columns) => {
    const host = machine();
    beAgent(host);
    const long = 'x'.repeat(300);
    healthy(host, {
      version: `1.0\u001b[31m${long}`.slice(0, 40),
      watches: Array.from({ length: 60 }, (_, index) => ({
        folder: `/var/lib/amazon/ssm/${long}/${index}`,
        by: 'polling' as const,
        reason: `no inotify watches are left ${'and more '.repeat(3)}`,
      })),
      report: { ...HEALTH.report, lastMessage: 'a message \u001b]0;title\u0007' },
      active: Array.from({ length: 20 }, (_, index) => ({
        cause: `CAUSE_${index}`,
        subject: '北'.repeat(20),
        since: '2026-11-24T03:12:00.000Z',
      })),
    });
    const { text } = await status(host, columns);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
    expect(text.length).toBeLessThan(2400);
    expect(text).toContain('14 more causes (--format json)');
  },
);
