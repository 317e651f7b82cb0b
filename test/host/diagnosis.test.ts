import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/report/report.ts';
import type { Scenario } from './world/scenario.ts';
import { CAN_MAKE_WORLDS, type Left, runIn } from './world/world.ts';

const LOCKED: Scenario = { tree: 'fixtures/apt-lock-held-by-unattended-upgrades/evidence' };
const EXITED =
  'Nov 25 05:00:00 node systemd[1]: amazon-ssm-agent.service: Main process exited, code=killed, status=9/KILL\n';
const SERVICE_ENDED = { '/var/log/messages': EXITED };

interface Diagnosed extends Left {
  readonly report: Report;
  of(cause: string): Finding;
}

async function diagnosed(scenario: Scenario, ...args: readonly string[]): Promise<Diagnosed> {
  const left = await runIn({ dns: 'none', imds: 'absent', ...scenario }, ['diagnose', ...args]);
  const report: Report = JSON.parse(left.text);
  const of = (cause: string): Finding => {
    const found = report.findings.find((finding) => finding.cause === cause);
    if (found === undefined) throw new Error(`no ${cause} among ${report.findings.map((one) => one.cause)}`);
    return found;
  };
  return { ...left, report, of };
}

describe.skipIf(!CAN_MAKE_WORLDS).concurrent('a diagnosis of the running machine', () => {
  test('a lock that is still held is confirmed', async () => {
    const setup =
      'mount -t tmpfs x /var/lib/dpkg; touch /var/lib/dpkg/lock-frontend; flock /var/lib/dpkg/lock-frontend sleep 30 & sleep 0.3';
    const { of, report } = await diagnosed({ ...LOCKED, setup });
    expect(of('PKG_LOCK_HELD').live).toMatchObject({ check: 'package-lock', status: 'confirmed' });
    expect(of('PKG_LOCK_HELD').live?.summary).toContain('/var/lib/dpkg/lock-frontend is held by process');
    expect(report.verdict).toBe('non-compliant');
  });

  test('a lock that is free again is refuted, and what it stopped still counts', async () => {
    const { of, report, status } = await diagnosed(LOCKED);
    expect(of('PKG_LOCK_HELD')).toMatchObject({
      ...{ status: 'active', live: { check: 'package-lock', status: 'refuted' } },
    });
    expect(Date.parse(of('PKG_LOCK_HELD').live?.at ?? '')).toBeGreaterThan(0);
    expect(of('ASSOC_FAILED').live).toBeNull();
    expect([report.verdict, status]).toEqual(['non-compliant', 3]);
    expect(report.live).toMatchObject({ checks: expect.any(Number), others: [] });
  });

  test('what is wrong now and no log tells stands beside the findings, and leaves the verdict', async () => {
    const before = await diagnosed(LOCKED);
    const now = await diagnosed({ ...LOCKED, agentRuns: false });
    expect(now.report.live?.others).toEqual([
      {
        ...{ check: 'agent-service', cause: 'AGENT_NOT_RUNNING' },
        summary: expect.stringContaining('is not running'),
      },
    ]);
    expect(now.report.verdict).toBe(before.report.verdict);
    expect(now.report.findings.map(({ cause }) => cause)).toEqual(
      before.report.findings.map(({ cause }) => cause),
    );
  });

  test('a disk with room again is refuted by its folder, a full one is confirmed', async () => {
    const line =
      '2026-11-25 05:00:00.1000 ERROR [ssm-agent-worker] [MessageService] write file /var/lib/amazon/ssm/i-0synthetic0000001/state encountered error: write /var/lib/amazon/ssm/i-0synthetic0000001/state: no space left on device\n';
    const files = { '/var/log/amazon/ssm/amazon-ssm-agent.log': line };
    const setup =
      'mkdir -p /var/lib/amazon/ssm; mount -t tmpfs -o size=2m x /var/lib/amazon/ssm; mkdir -p /var/lib/amazon/ssm/i-0synthetic0000001';
    const roomy = await diagnosed({ files, setup });
    expect(roomy.of('HOST_DISK_FULL').live).toMatchObject({ check: 'disk-space', status: 'refuted' });
    const full = await diagnosed({
      files,
      setup: `${setup}; head -c 2097152 /dev/zero > /var/lib/amazon/ssm/x 2>/dev/null || true`,
    });
    expect(full.of('HOST_DISK_FULL').live).toMatchObject({ status: 'confirmed' });
  });

  test('a service manager that hangs is a result, and is not left behind', async () => {
    const files = { ...SERVICE_ENDED, '/usr/bin/systemctl': '#!/bin/sh\nsleep 600\n' };
    const hung = await diagnosed({ files });
    expect(hung.of('AGENT_NOT_RUNNING').live).toEqual({
      ...{
        check: 'agent-service',
        status: 'not-seen',
        summary: expect.stringMatching(/^no result in 1\d{3} ms$/),
      },
      at: expect.any(String),
    });
    expect(hung.processes).toEqual([]);
    expect(hung.report.findings.length).toBeGreaterThan(0);
  });

  test('--no-live, a copy and another time ask nothing', async () => {
    const files = { ...SERVICE_ENDED, '/usr/bin/systemctl': '#!/bin/sh\ntouch /asked\nexit 1\n' };
    const asked = await diagnosed({ files });
    expect(asked.of('AGENT_NOT_RUNNING').live).not.toBeNull();
    expect(asked.files.map((file) => file.split('/').at(-1))).toEqual(['asked']);
    for (const args of [['--no-live'], ['--now', '2026-11-25T08:00:00Z']]) {
      const left = await diagnosed({ files }, ...args);
      expect(left.of('AGENT_NOT_RUNNING').live).toBeNull();
      expect(left.report.live).toBeNull();
      expect(left.files).toEqual([]);
    }
  });
});
