import type { Evidence, Finding, Report } from '../report/report.ts';
import { redact } from './redaction.ts';

/** The report without secrets in anything that came out of a file. */
export function redactReport(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map(redactFinding),
    unrecognized: report.unrecognized.map((entry) => ({
      ...entry,
      template: redact(entry.template),
      evidence: entry.evidence.map(redactEvidence),
    })),
    harmless: report.harmless.map((entry) => ({ ...entry, evidence: entry.evidence.map(redactEvidence) })),
  };
}

function redactFinding(finding: Finding): Finding {
  return {
    ...finding,
    subject: { ...finding.subject, id: redact(finding.subject.id) },
    recoveredBy: finding.recoveredBy === null ? null : { evidence: redactEvidence(finding.recoveredBy.evidence) },
    evidence: finding.evidence.map(redactEvidence),
    captures: Object.fromEntries(Object.entries(finding.captures).map(([name, value]) => [name, redact(value)])),
  };
}

function redactEvidence(evidence: Evidence): Evidence {
  return { ...evidence, excerpt: redact(evidence.excerpt) };
}
