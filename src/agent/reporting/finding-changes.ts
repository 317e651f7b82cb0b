import { keyOf } from '../../diagnosis/resume/trend.ts';
import type { Finding } from '../../report/report.ts';

/** As much of a finding as tells whether there is news. */
export type FindingFact = Pick<Finding, 'cause' | 'subject' | 'status' | 'severity'>;

/** News about a cause and its subject, for which a report is worth while. */
export interface FindingChange {
  /** `appeared`: it is active, and was not, or not with this subject. */
  readonly kind: 'appeared' | 'recovered' | 'severity';
  readonly cause: string;
  readonly subject: Finding['subject'];
}

/**
 * What has changed from one list of findings to the next, in the order of the later one. That something was seen again,
 * or is not told any more, is no news: the proof that it has passed would be.
 */
export function findingChanges(
  before: readonly FindingFact[],
  after: readonly FindingFact[],
): FindingChange[] {
  const known = byKey(before);
  return Array.from(byKey(after)).flatMap(([key, finding]) => {
    const kind = changeOf(known.get(key), finding);
    return kind === null ? [] : [{ kind, cause: finding.cause, subject: finding.subject }];
  });
}

function changeOf(before: FindingFact | undefined, after: FindingFact): FindingChange['kind'] | null {
  const wasActive = before?.status === 'active';
  if (after.status !== 'active') return wasActive ? 'recovered' : null;
  if (!wasActive) return 'appeared';
  return before.severity === after.severity ? null : 'severity';
}

/** Of several findings about the same an active one counts, and of these the first. */
function byKey(findings: readonly FindingFact[]): Map<string, FindingFact> {
  const found = new Map<string, FindingFact>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const other = found.get(key);
    if (other === undefined || (other.status !== 'active' && finding.status === 'active'))
      found.set(key, finding);
  }
  return found;
}
