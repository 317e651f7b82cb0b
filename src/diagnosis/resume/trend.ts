import type { Finding, Report, Subject } from '../../report/report.ts';

/** A finding of the last report, as far as the next one is held against it. */
export interface KnownFinding {
  readonly cause: string;
  readonly subject: Subject;
  readonly status: Finding['status'];
  readonly role: Finding['role'];
  readonly operation: Finding['operation'];
  readonly count: number;
  /** ISO 8601 UTC; null when not known. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Since when it has been active without a break, ISO 8601 UTC; null for one that has passed. */
  readonly activeSince: string | null;
}

/** The report with what became of each finding since the last one; as it is where there is no last one. */
export function withTrends(report: Report, before: readonly KnownFinding[] | null): Report {
  if (before === null) return report;
  const known = byKey(before);
  const findings = report.findings.map((finding) => withTrend(finding, known.get(keyOf(finding))));
  return { ...report, findings };
}

function withTrend(finding: Finding, known: KnownFinding | undefined): Finding {
  const wasActive = known?.status === 'active';
  if (finding.status === 'active') {
    if (!wasActive) return { ...finding, trend: { kind: 'new' } };
    return { ...finding, trend: { kind: 'ongoing', since: known.activeSince ?? finding.firstSeen } };
  }
  return wasActive ? { ...finding, trend: { kind: 'recovered' } } : finding;
}

/** What the next report is to be held against. */
export function knownFindings(report: Report, before: readonly KnownFinding[] | null): KnownFinding[] {
  const known = byKey(before ?? []);
  return report.findings.map((finding) => {
    const { cause, subject, status, role, operation, count, firstSeen, lastSeen } = finding;
    const since = known.get(keyOf(finding))?.activeSince ?? firstSeen ?? report.run.now;
    const activeSince = status === 'active' ? since : null;
    return { cause, subject, status, role, operation, count, firstSeen, lastSeen, activeSince };
  });
}

/** Of two findings about the same the active one counts. */
function byKey(findings: readonly KnownFinding[]): ReadonlyMap<string, KnownFinding> {
  const activeLast = findings.toSorted(
    (a, b) => Number(a.status === 'active') - Number(b.status === 'active'),
  );
  return new Map(activeLast.map((finding) => [keyOf(finding), finding]));
}

/** Findings of the same key are about the same. */
export function keyOf({ cause, subject }: Pick<Finding, 'cause' | 'subject'>): string {
  return `${cause}\n${subject.kind}\n${subject.id}`;
}
