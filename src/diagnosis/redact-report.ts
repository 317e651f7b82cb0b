import type { Evidence, Finding, Report } from '../report/report.ts';
import { redact } from './redaction.ts';

/** Control characters but tabs and line breaks: a report holds none. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** The report without secrets, and without control characters, in anything that came out of a file. */
export function redactReport(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map(redactFinding),
    unrecognized: report.unrecognized.map((entry) => ({
      ...entry,
      template: clean(entry.template),
      evidence: entry.evidence.map(redactEvidence),
    })),
    harmless: report.harmless.map((entry) => ({ ...entry, evidence: entry.evidence.map(redactEvidence) })),
  };
}

function redactFinding(finding: Finding): Finding {
  return {
    ...finding,
    subject: { ...finding.subject, id: clean(finding.subject.id) },
    recoveredBy:
      finding.recoveredBy === null ? null : { evidence: redactEvidence(finding.recoveredBy.evidence) },
    evidence: finding.evidence.map(redactEvidence),
    captures: Object.fromEntries(
      Object.entries(finding.captures).map(([name, value]) => [name, clean(value)]),
    ),
  };
}

function redactEvidence(evidence: Evidence): Evidence {
  return { ...evidence, excerpt: clean(evidence.excerpt) };
}

function clean(text: string): string {
  return redact(text).replace(CONTROLS, '\ufffd');
}
