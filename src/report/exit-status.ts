import type { CheckAnswer } from './check-report.ts';
import { severityRank } from './order.ts';
import type { Report, Severity, Verdict } from './report.ts';
import type { SubjectAnswer } from './subject-report.ts';
import { verdictOf } from './verdict.ts';
import type { VerificationAnswer } from './verification-report.ts';

/**
 * The exit statuses of the program. 168, 169, 194 and 3010 must never be among them: the SSM Agent takes them for
 * requests to reboot or to run again.
 */
export const EXIT_STATUS = {
  nothingActive: 0,
  internalError: 1,
  /** A report is not where it was to be: it is kept for the next run, or was refused. */
  notDelivered: 1,
  usage: 2,
  activeCauses: 3,
  inconclusive: 4,
} as const;

export type ExitStatus = (typeof EXIT_STATUS)[keyof typeof EXIT_STATUS];

const STATUS_OF: Readonly<Record<Verdict, ExitStatus>> = {
  compliant: EXIT_STATUS.nothingActive,
  'non-compliant': EXIT_STATUS.activeCauses,
  inconclusive: EXIT_STATUS.inconclusive,
};

/**
 * The exit status that a report deserves. With `failOn`, active findings below that severity do not count: what is
 * left decides as if they were not there.
 */
export function exitStatusOf(report: Report, failOn: Severity = 'INFORMATIONAL'): ExitStatus {
  if (report.verdict !== 'non-compliant') return STATUS_OF[report.verdict];
  const counted = report.findings.filter((finding) => severityRank(finding.severity) <= severityRank(failOn));
  return STATUS_OF[verdictOf({ ...report, findings: counted })];
}

/** The exit status that the answer about one subject deserves, by the same policy. */
export function exitStatusOfAnswer(answer: SubjectAnswer): ExitStatus {
  if (answer === 'active') return EXIT_STATUS.activeCauses;
  return answer === 'inconclusive' ? EXIT_STATUS.inconclusive : EXIT_STATUS.nothingActive;
}

/** The exit status that a verification deserves, by the same policy. */
export function exitStatusOfVerification(answer: VerificationAnswer): ExitStatus {
  if (answer === 'still-there') return EXIT_STATUS.activeCauses;
  return answer === 'not-yet-provable' ? EXIT_STATUS.inconclusive : EXIT_STATUS.nothingActive;
}

/** The exit status that live checks deserve, by the same policy. */
export function exitStatusOfChecks(answer: CheckAnswer): ExitStatus {
  if (answer === 'failed') return EXIT_STATUS.activeCauses;
  return answer === 'not-seen' ? EXIT_STATUS.inconclusive : EXIT_STATUS.nothingActive;
}
