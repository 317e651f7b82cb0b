import { describe, expect, test } from 'vitest';
import { complianceRequest } from '../../../src/delivery/compliance/request.ts';
import type { Finding, Report } from '../../../src/report/report.ts';
import {
  aCoverage,
  aFinding,
  anEvidence,
  anUnreadable,
  anUnrecognized,
  aReport,
} from '../../reporters/a-report.ts';
import { anOrder } from '../an-order.ts';

function hashOf(report: Report, at = '2026-11-23T03:12:04Z'): string {
  return complianceRequest(report, anOrder({ at: new Date(at) })).ItemContentHash;
}

function withFinding(given: Partial<Finding>): string {
  return hashOf(aReport({ findings: [aFinding(given)] }));
}

/** The line of one run, a day after the other. */
function line(day: string, excerpt: string): Finding['evidence'] {
  const file = `/var/lib/amazon/ssm/i-0synthetic0001/document/orchestration/a/2026-11-${day}T03-12-00.000Z/x/y/stdout`;
  return [
    anEvidence({ file, line: Number(day), time: { raw: '', utc: `2026-11-${day}T03:12:00.000Z` }, excerpt }),
  ];
}

describe('the hash of the items', () => {
  const before = hashOf(aReport({ findings: [aFinding()] }));

  test('stays while the same goes on: later, more often, in a longer log', () => {
    const report = aReport({ findings: [aFinding({ count: 77, lastSeen: '2026-11-23T03:12:00.000Z' })] });
    const run = {
      ...report.run,
      startedAt: '2026-11-24T00:00:00Z',
      now: '2026-11-24T00:00:01Z',
      durationMs: 1,
      filesRead: 2,
      bytesRead: 3,
    };
    expect(hashOf({ ...report, run }, '2026-11-24T00:00:00Z')).toBe(before);
    expect(withFinding({ firstSeen: '2026-11-21T03:12:00.000Z' })).toBe(before);
    expect(withFinding({ evidence: [anEvidence({ file: '/elsewhere', line: 9 })] })).toBe(before);
    const grown = [aCoverage({ lines: 99_999, bytes: 7 })];
    expect(hashOf(aReport({ findings: [aFinding()], coverage: grown }))).toBe(before);
  });

  test.each([
    ['2026-11-20 03:12:10.3775 ERROR failed', '2026-11-21 04:13:11.0001 ERROR failed'],
    ['Nov 20 03:12:10 host failed', 'Nov  1 13:02:59 host failed'],
    ['2026/11/20 03:12:10 failed', '2026/11/21 03:12:11 failed'],
    [
      'request 0b7f4a5e-0000-4000-8000-000000000001 refused',
      'request 11111111-0000-4000-8000-00000000abcd refused',
    ],
    ['run 2026-11-20T03-12-00.123Z failed', 'run 2026-11-21T03-12-00.456Z failed'],
  ])('does not see the time in %j', (earlier, later) => {
    expect(withFinding({ evidence: line('20', earlier) })).toBe(withFinding({ evidence: line('21', later) }));
  });

  test('stays while an unknown line comes with other numbers', () => {
    const report = (excerpt: string): Report =>
      aReport({ unrecognized: [anUnrecognized({ evidence: [anEvidence({ excerpt })] })] });
    expect(hashOf(report('entry 1'))).toBe(hashOf(report('entry 2')));
  });

  test.each<[string, Partial<Finding>]>([
    ['the cause', { cause: 'REPO_UNREACHABLE' }],
    ['the subject', { subject: { kind: 'repository', id: 'other' } }],
    ['the severity', { severity: 'CRITICAL' }],
    ['what is said', { evidence: [anEvidence({ excerpt: 'Curl error (22): error: 401' })] }],
    ['a number', { captures: { missing: '12' } }],
    ['what came of it', { leadsTo: ['PATCH_RUN_FAILED'] }],
    ['the association', { operation: { ...aFinding().operation, associationId: 'b' } }],
    ['the remedy', { remedy: [] }],
  ])('changes with %s', (_, given) => {
    expect(withFinding(given)).not.toBe(before);
  });

  test('changes when something recovers, is read no more, or another program looks', () => {
    const evidence = anEvidence({ time: { raw: '', utc: '2026-11-22T03:14:00.000Z' } });
    expect(withFinding({ status: 'recovered', recoveredBy: { evidence } })).not.toBe(before);
    const report = aReport({ findings: [aFinding()] });
    expect(hashOf({ ...report, coverage: [aCoverage(), anUnreadable()] })).not.toBe(before);
    expect(hashOf({ ...report, tool: { ...report.tool, catalogVersion: 'x' } })).not.toBe(before);
    expect(hashOf(aReport())).not.toBe(before);
  });
});
