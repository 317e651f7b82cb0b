import type { Coverage, CoverageReason, Report, Verdict } from './report.ts';

/** Does a file that was not read whole, for this reason, leave a hole in which a cause may hide? */
const LEAVES_A_HOLE: Readonly<Record<CoverageReason, boolean>> = {
  'changed-while-read': true,
  'entry-limit': true,
  'leaves-root': false,
  malformed: true,
  'not-found': false,
  'not-readable': true,
  'older-than-window': false,
  'other-node': false,
  'rotated-away': false,
  'time-limit': true,
  'too-large': true,
  'unsupported-encoding': true,
  vanished: true,
};

/**
 * Files that say who the node is, or what others do on it, but not how Systems Manager fares: a machine without an
 * agent has some of them, too.
 */
const BYSTANDERS: ReadonlySet<string> = new Set([
  'agent-config',
  'identity-config',
  'install-history',
  'log-config',
  'login-records',
  'moved-repository',
  'os-release',
  'package-log',
  'reboot-request',
  'registration',
  'system-log',
  'time-zone',
]);

/** Was a file read that tells how Systems Manager fares on the node? */
export function isTelling(coverage: Coverage): boolean {
  return wasRead(coverage) && !BYSTANDERS.has(coverage.kind);
}

/**
 * The verdict on what was found and read: `non-compliant` as soon as one finding is active, `compliant` only when
 * a file that tells was read, nothing that should have been read was cut, and no error line is left that nobody knows.
 */
export function verdictOf(facts: Pick<Report, 'findings' | 'unrecognized' | 'coverage'>): Verdict {
  if (facts.findings.some((finding) => finding.status === 'active')) return 'non-compliant';
  const isWhole = facts.coverage.some(isTelling) && !facts.coverage.some(isCut);
  return isWhole && facts.unrecognized.length === 0 ? 'compliant' : 'inconclusive';
}

/** Was at least a part of the file read? */
export function wasRead(coverage: Coverage): boolean {
  return coverage.status !== 'skipped';
}

/**
 * Is evidence missing here that was there to be read? Not so for what is outside of the question: too old, rotated
 * away, of another node. A gap without a reason counts as one.
 */
export function isCut(coverage: Coverage): boolean {
  if (coverage.reason === null) return coverage.status !== 'read';
  return LEAVES_A_HOLE[coverage.reason];
}
