import { expect, test } from 'vitest';
import { redactReport } from '../../src/diagnosis/redact-report.ts';
import type { Evidence, Report } from '../../src/report/report.ts';
import { AGENT_LOG, agentLine, diagnoseFiles } from './a-node.ts';

const HOSTILE = 'password=hunter2-synthetic \x1b[31m\x00\x9b\t\n';

function hostile(evidence: Evidence): Evidence {
  return { ...evidence, excerpt: HOSTILE };
}

/** A report with hostile text wherever a file's text may stand. */
function hostileReport(): Report {
  const text =
    agentLine(1, 'ERROR', 'EC2RoleRequestError: no EC2 instance role found') +
    agentLine(2, 'ERROR', 'a thing nobody knows');
  const report = diagnoseFiles({ [AGENT_LOG]: text });
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      subject: { ...finding.subject, id: HOSTILE },
      recoveredBy: finding.evidence[0] === undefined ? null : { evidence: hostile(finding.evidence[0]) },
      evidence: finding.evidence.map(hostile),
      captures: { text: HOSTILE },
    })),
    unrecognized: report.unrecognized.map((entry) => ({
      ...entry,
      template: HOSTILE,
      evidence: entry.evidence.map(hostile),
    })),
    harmless: [
      {
        id: 'x',
        count: 1,
        why: '',
        evidence: report.findings.flatMap(({ evidence }) => evidence.map(hostile)),
      },
    ],
  };
}

test('secrets and control characters are gone from every text, tabs and line breaks stay', () => {
  const clean = redactReport(hostileReport());
  const text = JSON.stringify(clean);
  expect(text).not.toContain('hunter2');
  expect(text).not.toMatch(/\\u00(?:0[0-8bce-f]|1|7f|8|9)/);
  const excerpts = [...clean.findings, ...clean.unrecognized, ...clean.harmless].flatMap(({ evidence }) =>
    evidence.map(({ excerpt }) => excerpt),
  );
  expect(new Set(excerpts)).toEqual(new Set(['password=[redacted] \ufffd[31m\ufffd\ufffd\t\n']));
});

test('a clean report stays as it is', () => {
  const report = diagnoseFiles({
    [AGENT_LOG]: agentLine(1, 'ERROR', 'EC2RoleRequestError: no EC2 instance role found'),
  });
  expect(redactReport(report)).toEqual(report);
});

test('keeps to the longest excerpt, although what stands for a short secret is longer than it', () => {
  const report = hostileReport();
  const excerpt = 'pwd=abcd;'.repeat(55);
  const [finding] = redactReport({
    ...report,
    findings: report.findings.map((known) => ({
      ...known,
      evidence: known.evidence.map((evidence) => ({ ...evidence, excerpt })),
    })),
  }).findings;
  expect(excerpt.length).toBeLessThanOrEqual(500);
  expect(finding?.evidence[0]?.excerpt).toHaveLength(500);
  expect(finding?.evidence[0]?.excerpt).not.toContain('abcd');
});
