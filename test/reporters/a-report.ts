import { orderFindings } from '../../src/report/order.ts';
import type { Coverage, Evidence, Finding, Harmless, Report, Unrecognized } from '../../src/report/report.ts';
import { verdictOf } from '../../src/report/verdict.ts';

const RUN =
  '/var/lib/amazon/ssm/i-0synthetic0001/document/orchestration/5cbe845f-0000-4000-8000-000000000001';

/** A report about a synthetic node on which everything is fine; its verdict follows from what is given. */
export function aReport(given: Partial<Report> = {}): Report {
  const facts = {
    findings: orderFindings(given.findings ?? []),
    unrecognized: given.unrecognized ?? [],
    coverage: given.coverage ?? [aCoverage()],
  };
  return {
    schemaVersion: '1.0',
    tool: { name: 'ssm-doctor', version: '0.1.0', catalogVersion: '2026.11.1' },
    node: {
      id: 'i-0synthetic0001',
      platform: 'linux',
      os: 'Amazon Linux 2023',
      agentVersion: '3.3.987.0',
      region: 'eu-west-1',
    },
    run: {
      startedAt: '2026-11-23T03:12:00.000Z',
      durationMs: 214,
      root: '/',
      now: '2026-11-23T03:12:00.000Z',
      filesRead: 41,
      bytesRead: 38_123_456,
    },
    harmless: [],
    live: null,
    ...given,
    ...facts,
    verdict: given.verdict ?? verdictOf(facts),
  };
}

/** An active root cause that a patch run met three times. */
export function aFinding(given: Partial<Finding> = {}): Finding {
  return {
    cause: 'REPO_ACCESS_DENIED',
    title: 'Package repository refuses access',
    area: 'repository',
    severity: 'HIGH',
    status: 'active',
    role: 'root',
    confidence: 'high',
    subject: { kind: 'repository', id: 'al2023-repos-eu-west-1' },
    operation: {
      kind: 'patch-install',
      id: '5cbe845f-0000-4000-8000-000000000001',
      documentName: 'AWS-RunPatchBaseline',
      associationId: '5cbe845f-0000-4000-8000-000000000001',
      commandId: null,
      startedAt: '2026-11-20T03:10:00.000Z',
    },
    firstSeen: '2026-11-20T03:12:00.000Z',
    lastSeen: '2026-11-22T03:12:00.000Z',
    count: 3,
    recoveredBy: null,
    evidence: [anEvidence()],
    leadsTo: [],
    captures: { status: '403' },
    remedy: [
      { step: 'Allow the repository bucket in the policy of the S3 gateway endpoint', effect: 'changes-aws' },
    ],
    verify: 'A refresh of the repository ends without an error.',
    docUrl: 'https://docs.aws.amazon.com/linux/al2023/ug/managing-repos-os-updates.html',
    live: null,
    ...given,
  };
}

/** A finding of which a later line proves that it passed. */
export function aRecoveredFinding(given: Partial<Finding> = {}): Finding {
  const evidence = anEvidence({
    line: 388,
    time: { raw: '2026-11-22 03:14:00', utc: '2026-11-22T03:14:00.000Z' },
    excerpt: 'Complete!',
  });
  return aFinding({ cause: 'PKG_LOCK_HELD', status: 'recovered', recoveredBy: { evidence }, ...given });
}

/** A line of a patch run. */
export function anEvidence(given: Partial<Evidence> = {}): Evidence {
  return {
    file: `${RUN}/awsrunShellScript/PatchLinux/stdout`,
    line: 211,
    time: { raw: '', utc: null },
    excerpt: 'Curl error (22): The requested URL returned error: 403',
    ...given,
  };
}

/** A template that was seen twice. */
export function anUnrecognized(given: Partial<Unrecognized> = {}): Unrecognized {
  return {
    template: 'plugin cache entry <*> could not be pinned',
    count: 2,
    firstSeen: '2026-11-22T01:00:00.000Z',
    lastSeen: '2026-11-22T03:12:00.000Z',
    evidence: [
      anEvidence({
        file: '/var/log/amazon/ssm/amazon-ssm-agent.log',
        line: 1201,
        excerpt: 'plugin cache entry 17 could not be pinned',
      }),
    ],
    ...given,
  };
}

/** A harmless line that was seen three times. */
export function aHarmless(given: Partial<Harmless> = {}): Harmless {
  return {
    id: 'apt-kernel-updates',
    count: 3,
    why: 'Normal on a node without a display manager.',
    evidence: [
      anEvidence({ line: 12, excerpt: 'Unable to gain necessary access for possible kernel updates' }),
    ],
    ...given,
  };
}

/** A file that was read whole. */
export function aCoverage(given: Partial<Coverage> = {}): Coverage {
  return {
    file: '/var/log/amazon/ssm/amazon-ssm-agent.log',
    kind: 'agent-log',
    status: 'read',
    reason: null,
    detail: '',
    bytes: 1_048_576,
    lines: 9_321,
    ...given,
  };
}

/** A file that was there and could not be opened. */
export function anUnreadable(given: Partial<Coverage> = {}): Coverage {
  return aCoverage({
    file: '/var/log/amazon/ssm/errors.log.1',
    kind: 'errors-log',
    status: 'skipped',
    reason: 'not-readable',
    bytes: 0,
    lines: 0,
    ...given,
  });
}
