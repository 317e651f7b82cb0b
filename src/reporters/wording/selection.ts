import type { Coverage, Finding, Report } from '../../report/report.ts';
import { isCut } from '../../report/verdict.ts';

/** The parts of a report that the page tells apart. */
export interface Selection {
  /** Active findings to deal with: root causes, and consequences whose root is not known. */
  readonly causes: readonly Finding[];
  /** Active findings that one of the causes brought about. */
  readonly consequences: readonly Finding[];
  readonly recovered: readonly Finding[];
  /** Files whose missing part may hide a cause. */
  readonly cut: readonly Coverage[];
  /** Other files that were not read whole. */
  readonly aside: readonly Coverage[];
}

/** Sorts the content of a report into the parts of the page; keeps the order of the report. */
export function selectionOf(report: Report): Selection {
  const active = report.findings.filter((finding) => finding.status === 'active');
  const causes = leading(active);
  const isCause = new Set(causes);
  const gaps = report.coverage.filter((file) => file.status !== 'read' || file.reason !== null);
  return {
    causes,
    consequences: active.filter((finding) => !isCause.has(finding)),
    recovered: leading(report.findings.filter((finding) => finding.status === 'recovered')),
    cut: gaps.filter(isCut),
    aside: gaps.filter((file) => !isCut(file)),
  };
}

function leading(findings: readonly Finding[]): Finding[] {
  const explained = new Set(findings.flatMap((finding) => (finding.role === 'root' ? finding.leadsTo : [])));
  return findings.filter((finding) => finding.role === 'root' || !explained.has(finding.cause));
}
