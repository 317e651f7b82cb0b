import { expect, test } from 'vitest';
import { knownFindings, withTrends } from '../../../src/diagnosis/resume/trend.ts';
import type { Finding, Report } from '../../../src/report/report.ts';
import { aFinding, aRecoveredFinding, aReport } from '../../reporters/a-report.ts';

const FIRST = '2026-11-20T03:12:00.000Z';
const ACTIVE = aFinding({ firstSeen: FIRST });
const OVER = aRecoveredFinding({ cause: ACTIVE.cause, subject: ACTIVE.subject, firstSeen: FIRST });

/** The trends of the last of several reports that follow each other. */
function trendsOf(...reports: (readonly Finding[])[]) {
  let known: ReturnType<typeof knownFindings> | null = null;
  let last: Report = aReport();
  for (const findings of reports) {
    const report = aReport({ findings });
    last = withTrends(report, known);
    known = JSON.parse(JSON.stringify(knownFindings(report, known)));
  }
  return last.findings.map(({ trend }) => trend);
}

test('the first report has nothing to be held against', () => {
  expect(trendsOf([ACTIVE])).toEqual([undefined]);
});

test('what was not active in the last report is new, also when it had passed before', () => {
  expect(trendsOf([], [ACTIVE])).toEqual([{ kind: 'new' }]);
  expect(trendsOf([ACTIVE], [OVER], [ACTIVE])).toEqual([{ kind: 'new' }]);
});

test('what is still active is ongoing since it was first seen, also when that line is gone', () => {
  const later = { ...ACTIVE, firstSeen: '2026-11-25T00:00:00.000Z' };
  expect(trendsOf([ACTIVE], [later], [later])).toEqual([{ kind: 'ongoing', since: FIRST }]);
});

test('what was active and has passed is recovered once', () => {
  expect(trendsOf([ACTIVE], [OVER])).toEqual([{ kind: 'recovered' }]);
  expect(trendsOf([ACTIVE], [OVER], [OVER])).toEqual([undefined]);
});

test('the same cause about another subject is another finding', () => {
  const other = { ...ACTIVE, subject: { kind: 'repository', id: 'other' } } as const;
  expect(trendsOf([ACTIVE], [ACTIVE, other]).map((trend) => trend?.kind)).toEqual(['ongoing', 'new']);
});
