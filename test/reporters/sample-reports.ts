import type { Finding, Report } from '../../src/report/report.ts';
import {
  aCoverage,
  aFinding,
  aHarmless,
  anEvidence,
  anUnreadable,
  anUnrecognized,
  aRecoveredFinding,
  aReport,
} from './a-report.ts';

const AGENT_LOG = '/var/log/amazon/ssm/amazon-ssm-agent.log';
const INVENTORY = '7d1f0c2a-0000-4000-8000-000000000002';

/** Two causes, one of them with a consequence, and something in every other section. */
export function severalCauses(): Report {
  return aReport({
    findings: [
      aFinding({ leadsTo: ['PATCH_RUN_FAILED'] }),
      aFinding({
        cause: 'PATCH_RUN_FAILED',
        title: 'Patch run failed',
        area: 'patch',
        role: 'consequence',
        subject: { kind: 'step', id: 'PatchLinux' },
        evidence: [anEvidence({ line: 230, excerpt: 'failed to run commands: exit status 1' })],
        captures: { status: '1' },
        remedy: [{ step: 'Read the output of the step', effect: 'read-only' }],
        verify: 'The next run ends with exit status 0.',
        docUrl: null,
        live: null,
      }),
      aDiskFull(),
      aRecoveredFinding({ title: 'Package database is locked', subject: { kind: 'process', id: 'dnf' } }),
    ],
    unrecognized: [anUnrecognized()],
    harmless: [aHarmless()],
    coverage: [aCoverage(), anUnreadable()],
  });
}

function aDiskFull(): Finding {
  return aFinding({
    cause: 'HOST_DISK_FULL',
    title: 'No space left on the device',
    area: 'host',
    severity: 'CRITICAL',
    confidence: 'medium',
    subject: { kind: 'file', id: '/var/lib/amazon/ssm' },
    operation: {
      kind: 'association',
      id: INVENTORY,
      documentName: 'AWS-GatherSoftwareInventory',
      associationId: INVENTORY,
      commandId: null,
      startedAt: null,
    },
    evidence: [
      anEvidence({
        file: AGENT_LOG,
        line: 1022,
        time: { raw: '2026-11-22 03:12:00.1234', utc: '2026-11-22T03:12:00.123Z' },
        excerpt:
          '2026-11-22 03:12:00.1234 ERROR [ssm-document-worker] write /var/lib/amazon/ssm/x: no space left on device',
      }),
    ],
    captures: { path: '/var/lib/amazon/ssm/x' },
    remedy: [
      { step: 'See what fills the disk: df -h, then du -xh --max-depth=2 /var', effect: 'read-only' },
      { step: 'Remove old packages and logs', effect: 'changes-node' },
      { step: 'Make the volume larger', effect: 'changes-aws' },
    ],
    verify: 'df -h shows free space, and the next inventory run ends without the error.',
    docUrl: null,
    live: null,
  });
}

/** More causes than fit with their remedies. */
export function manyCauses(count = 12): Report {
  const findings = Array.from({ length: count }, (_, index) =>
    aFinding({
      cause: `CAUSE_NUMBER_${index + 1}`,
      subject: { kind: 'repository', id: `repository-${index + 1}` },
      lastSeen: new Date(Date.UTC(2026, 10, 22, 3, 12 - index)).toISOString(),
      evidence: [anEvidence({ line: 100 + index })],
    }),
  );
  return aReport({ findings, unrecognized: [anUnrecognized()], harmless: [aHarmless()] });
}

/** Everything that went wrong is over. */
export function recoveredOnly(): Report {
  return aReport({
    findings: [
      aRecoveredFinding(),
      aRecoveredFinding({
        cause: 'NETWORK_TIMEOUT',
        recoveredBy: {
          evidence: anEvidence({
            file: AGENT_LOG,
            line: 77,
            time: { raw: '2026-11-21 01:00:00', utc: null },
            excerpt: '2026-11-21 01:00:00 INFO Set up control channel successfully',
          }),
        },
      }),
    ],
  });
}

/** Nothing was found, and nothing is missing. */
export function compliant(): Report {
  return aReport({
    coverage: [
      aCoverage(),
      aCoverage({ file: '/var/log/amazon/ssm/errors.log', kind: 'errors-log', bytes: 2_048, lines: 12 }),
      aCoverage({ file: '/var/log/amazon/ssm/hibernate.log', kind: 'hibernate-log', bytes: 0, lines: 0 }),
      aCoverage({
        file: '/var/log/amazon/ssm/amazon-ssm-agent.log.30',
        status: 'skipped',
        reason: 'older-than-window',
        bytes: 0,
        lines: 0,
      }),
    ],
  });
}

/** No cause is active, but files were cut and a line is not known; a copy of a macOS node. */
export function inconclusive(): Report {
  const report = aReport({
    unrecognized: [anUnrecognized()],
    coverage: [
      aCoverage(),
      anUnreadable(),
      anUnreadable({
        file: '/var/lib/amazon/ssm/patch/inventory.json',
        kind: 'patch-inventory',
        status: 'partly-read',
        reason: 'malformed',
        detail: 'ends in the middle of an object',
        bytes: 512,
        lines: 1,
      }),
      anUnreadable({ file: '/var/log/amazon/ssm/errors.log.9', reason: 'older-than-window' }),
    ],
  });
  return {
    ...report,
    node: { id: null, platform: 'macos', os: 'macOS 15.1', agentVersion: null, region: null },
    run: { ...report.run, root: '/srv/copies/node-1', filesRead: 2, bytesRead: 1_049_088 },
  };
}

/** There was nothing to read. */
export function nothingRead(): Report {
  const report = aReport({ coverage: [] });
  return {
    ...report,
    node: { id: null, platform: 'windows', os: '', agentVersion: null, region: null },
    run: { ...report.run, root: 'D:/copies/node-2', filesRead: 0, bytesRead: 0, durationMs: 3 },
  };
}

/** A Windows node with its paths, code numbers and a command that was sent by hand. */
export function windowsNode(): Report {
  const command = 'c0ffee00-0000-4000-8000-000000000003';
  const report = aReport({
    findings: [
      aFinding({
        cause: 'WU_SEARCH_FAILED',
        title: 'Windows Update search failed',
        area: 'windows-update',
        subject: { kind: 'endpoint', id: 'https://wsus.example.internal:8531' },
        operation: {
          kind: 'patch-scan',
          id: command,
          documentName: 'AWS-RunPatchBaseline',
          associationId: null,
          commandId: command,
          startedAt: '2026-11-22T03:10:00Z',
        },
        count: 1,
        firstSeen: '2026-11-22T03:12:00Z',
        lastSeen: '2026-11-22T03:12:00Z',
        evidence: [
          anEvidence({
            file: `C:/ProgramData/Amazon/SSM/InstanceData/i-0synthetic0002/document/orchestration/${command}/awsrunPowerShellScript/PatchWindows/stdout`,
            line: 9,
            excerpt: 'Searching for updates...\nException from HRESULT: 0x80072EE2',
          }),
        ],
        captures: { code: '0x80072EE2' },
        remedy: [
          { step: 'Test-NetConnection wsus.example.internal -Port 8531', effect: 'read-only' },
          { step: 'Open the port, or correct WUServer in the policy', effect: 'changes-node' },
        ],
        verify: 'Search again: the Windows Update log ends the search without an error code.',
        docUrl: null,
        live: null,
      }),
    ],
    coverage: [
      aCoverage({ file: 'C:/ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log' }),
      anUnreadable({ file: 'C:/Windows/Logs/CBS/CBS.log', kind: 'package-log' }),
    ],
  });
  return {
    ...report,
    node: {
      id: 'i-0synthetic0002',
      platform: 'windows',
      os: 'Windows Server 2022',
      agentVersion: '3.3.987.0',
      region: 'eu-west-1',
    },
    run: { ...report.run, root: 'C:/' },
  };
}
