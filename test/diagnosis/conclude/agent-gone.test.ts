import { describe, expect, test } from 'vitest';
import type { DiagnoseOptions } from '../../../src/diagnosis/diagnose.ts';
import { AGENT_LOG, agentLine, diagnoseFiles, type InstanceFiles } from '../a-node.ts';

const UTC: InstanceFiles = { '/etc/timezone': 'Etc/UTC\n' };
/** The agent was told to stop at 04:00 of 2026-11-20. */
const STOPPED = [
  agentLine(200, 'INFO', 'Set up control channel successfully'),
  agentLine(240, 'INFO', 'Stopping Core Agent', '[amazon-ssm-agent] '),
].join('');
const WORKS_AGAIN = agentLine(300, 'INFO', 'HealthCheck reporting agent health.');

function gone(files: InstanceFiles, options: Partial<DiagnoseOptions> = {}): string[] {
  const { findings } = diagnoseFiles(files, options);
  return findings
    .filter(({ cause }) => cause === 'AGENT_NOT_INSTALLED')
    .map(({ status, confidence, evidence }) => `${status} ${confidence} ${evidence[0]?.file}`);
}

describe('an agent that the package manager removed', () => {
  test.each([
    ['/var/log/dpkg.log', '2026-11-20 04:00:02 purge amazon-ssm-agent:amd64 3.3.1957.0-1 <none>\n'],
    ['/var/log/yum.log', 'Nov 20 04:00:02 Erased: amazon-ssm-agent-3.3.1957.0-1.x86_64\n'],
    [
      '/var/log/dnf.rpm.log',
      '2026-11-20T04:00:02+0000 SUBDEBUG Erase: amazon-ssm-agent-3.3.1957.0-1.x86_64\n',
    ],
    [
      '/var/log/zypp/history',
      '2026-11-20 04:00:02|remove |amazon-ssm-agent|3.3.1957.0-1|x86_64|root@node|\n',
    ],
  ])('is gone, as %s tells', (file, line) => {
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED, [file]: line })).toEqual([`active high ${file}`]);
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED + WORKS_AGAIN, [file]: line })).toEqual([]);
  });

  test('is there again when it was installed after that', () => {
    const removed = 'Nov 20 04:00:02 Erased: amazon-ssm-agent-3.3.1957.0-1.x86_64\n';
    const installed = 'Nov 20 04:00:12 Installed: amazon-ssm-agent-3.3.2299.0-1.x86_64\n';
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED, '/var/log/yum.log': removed + installed })).toEqual([]);
    const before = installed.replace('04:00:12', '03:00:12');
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED, '/var/log/yum.log': before + removed })).toEqual([
      'active high /var/log/yum.log',
    ]);
  });

  test('says nothing where its own log is not there, or where the two clocks cannot be compared', () => {
    const line = '2026-11-20T04:00:02+0000 SUBDEBUG Erase: amazon-ssm-agent-3.3.1957.0-1.x86_64\n';
    expect(gone({ ...UTC, '/var/log/dnf.rpm.log': line })).toEqual([]);
    expect(gone({ [AGENT_LOG]: STOPPED, '/var/log/dnf.rpm.log': line })).toEqual([]);
  });
});

describe('an agent without its program', () => {
  const live: Partial<DiagnoseOptions> = { live: { bootedAt: null }, now: Date.UTC(2026, 10, 20, 8) };

  test('is gone from a running machine when its log has been silent for an hour', () => {
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED }, live)).toEqual([`active medium ${AGENT_LOG}`]);
    const soon = { ...live, now: Date.UTC(2026, 10, 20, 4, 30) };
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED }, soon)).toEqual([]);
  });

  test('is not gone from a copy, which may lack the program', () => {
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED }, { now: Date.UTC(2026, 10, 20, 8) })).toEqual([]);
  });

  test.each(['/usr/bin/amazon-ssm-agent', '/snap/amazon-ssm-agent/current/amazon-ssm-agent'])(
    'is not gone with %s',
    (program) => {
      expect(gone({ ...UTC, [AGENT_LOG]: STOPPED, [program]: '' }, live)).toEqual([]);
    },
  );

  test('is not gone when it stands elsewhere', () => {
    const settings = '/opt/agent/configuration/amazon-ssm-agent.json';
    expect(gone({ ...UTC, [AGENT_LOG]: STOPPED, [settings]: '{}' }, live)).toEqual([]);
  });
});
