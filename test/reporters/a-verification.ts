import type { Check, VerificationReport } from '../../src/report/verification-report.ts';
import { aFinding, anEvidence, aRecoveredFinding, aReport } from './a-report.ts';

const { tool, node, run, coverage } = aReport();

/** A cause of which nothing is known since the earlier report. */
export function aCheck(given: Partial<Check> = {}): Check {
  const { cause, title, severity, role, subject, operation, lastSeen, verify } = aFinding();
  return {
    ...{ cause, title, severity, role, subject, operation, lastSeen, verify },
    result: 'not-yet-provable',
    reason: 'nothing-since',
    proof: anEvidence(),
    awaits: 'a later refresh of the same repository without an error',
    proving: [
      {
        step: 'aws ssm start-associations-once --association-ids 5cbe845f-0000-4000-8000-000000000001 --region eu-west-1',
        effect: 'changes-node',
      },
    ],
    ...given,
  };
}

/** A cause that a later line closed. */
export function aFixedCheck(given: Partial<Check> = {}): Check {
  const proof = aRecoveredFinding().recoveredBy?.evidence ?? null;
  return aCheck({
    ...{ cause: 'PKG_LOCK_HELD', title: 'Package manager is locked' },
    ...{ result: 'fixed', reason: 'succeeded', proof, proving: [] },
    ...given,
  });
}

/** A verification that has something of everything. */
export const VERIFICATION: VerificationReport = {
  schemaVersion: '1.0',
  ...{ tool, node, run, coverage },
  asked: null,
  answer: 'still-there',
  isCompared: true,
  checks: [
    aCheck({
      cause: 'HOST_DISK_FULL',
      title: 'Disk is full',
      result: 'still-there',
      reason: 'happened-again',
    }),
    aCheck(),
    aCheck({ cause: 'PATCH_RUN_FAILED', role: 'consequence' }),
    aFixedCheck(),
  ],
  newlyActive: [
    { cause: 'HOST_CLOCK_SKEW', title: 'Clock is wrong', subject: { kind: 'node', id: 'i-0synthetic0001' } },
  ],
};
