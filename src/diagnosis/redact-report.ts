import type { Evidence, Finding, Report, Unrecognized } from '../report/report.ts';
import type { SubjectReport } from '../report/subject-report.ts';
import { EXCERPT_LIMIT, whole } from './observe/excerpt.ts';
import { redact } from './redaction.ts';

/** Control characters but tabs and line breaks: a report holds none. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** The report without secrets, and without control characters, in anything that came out of a file. */
export function redactReport(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map(redactFinding),
    unrecognized: report.unrecognized.map(redactUnrecognized),
    harmless: report.harmless.map((entry) => ({ ...entry, evidence: entry.evidence.map(redactEvidence) })),
  };
}

/** The same for the answer about one subject. */
export function redactSubjectReport(report: SubjectReport): SubjectReport {
  const { subject, findings, runFindings, patches, lines, unrecognized } = report;
  return {
    ...report,
    subject: { ...subject, asked: redactText(subject.asked), name: redactText(subject.name) },
    findings: findings.map(redactFinding),
    runFindings: runFindings.map(redactFinding),
    patches: patches.map((patch) => ({
      ...patch,
      title: redactText(patch.title),
      state: redactText(patch.state),
      evidence: redactEvidence(patch.evidence),
    })),
    lines: lines.map((line) => ({ ...line, evidence: redactEvidence(line.evidence) })),
    unrecognized: unrecognized.map(redactUnrecognized),
  };
}

function redactUnrecognized(entry: Unrecognized): Unrecognized {
  return { ...entry, template: redactText(entry.template), evidence: entry.evidence.map(redactEvidence) };
}

/** A finding without secrets and control characters. */
export function redactFinding(finding: Finding): Finding {
  return {
    ...finding,
    subject: { ...finding.subject, id: redactText(finding.subject.id) },
    recoveredBy:
      finding.recoveredBy === null ? null : { evidence: redactEvidence(finding.recoveredBy.evidence) },
    evidence: finding.evidence.map(redactEvidence),
    captures: Object.fromEntries(
      Object.entries(finding.captures).map(([name, value]) => [name, redactText(value)]),
    ),
  };
}

/** A line without secrets and control characters. */
export function redactEvidence(evidence: Evidence): Evidence {
  return { ...evidence, excerpt: shortened(redactText(evidence.excerpt)) };
}

/** What stands in place of a short secret is longer than it. */
function shortened(text: string): string {
  return text.length <= EXCERPT_LIMIT ? text : `${whole(text.slice(0, EXCERPT_LIMIT - 1))}…`;
}

/** A text without secrets and control characters. */
export function redactText(text: string): string {
  return redact(text).replace(CONTROLS, '\ufffd');
}
