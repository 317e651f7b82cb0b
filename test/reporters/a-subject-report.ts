import type { SubjectReport } from '../../src/report/subject-report.ts';
import { severalCauses } from './sample-reports.ts';

const { tool, node, run, findings, unrecognized, coverage } = severalCauses();
const [first, second] = findings;
if (first === undefined || second === undefined) throw new Error('the sample report has no findings');
const [evidence] = first.evidence;
if (evidence === undefined) throw new Error('the sample finding has no evidence');

/** An answer that has something of everything. */
export const SUBJECT_REPORT: SubjectReport = {
  schemaVersion: '1.0',
  ...{ tool, node, run, unrecognized, coverage },
  subject: { asked: 'openssl.x86_64', kind: 'name', name: 'openssl' },
  answer: 'active',
  findings: [first],
  runFindings: [second],
  patches: [
    {
      title: 'openssl.x86_64:1:3.0.8-1.amzn2023',
      state: 'InstalledPendingReboot',
      compliant: false,
      installedAt: '2026-11-20T03:12:00.000Z',
      evidence: { ...evidence, line: 1 },
    },
  ],
  lastPatchOperation: {
    operation: 'Install',
    endedAt: '2026-11-20T03:14:00.000Z',
    missing: 0,
    failed: 2,
    pendingReboot: 1,
    rejected: null,
    file: '/var/log/amazon/ssm/patch-configuration/patch-inventory-from-last-operation.json',
  },
  runs: [{ operation: first.operation, outcome: 'failed', causes: [first.cause], named: 3 }],
  moreRuns: 4,
  lines: [
    { evidence, says: 'cause', causes: [first.cause] },
    { evidence: { ...evidence, line: 7 }, says: 'unknown-error', causes: [] },
    { evidence: { ...evidence, line: 9 }, says: 'nothing', causes: [] },
  ],
  lineCount: 30,
  places: [{ what: 'outputs of patch runs', where: '/var/lib/amazon/ssm/NODE/document/orchestration' }],
};
