import { expect, test } from 'vitest';
import type { Finding, Trend } from '../../src/report/report.ts';
import { reportToMarkdown } from '../../src/reporters/markdown.ts';
import { reportToText } from '../../src/reporters/text.ts';
import { aFinding, aRecoveredFinding, aReport } from './a-report.ts';

const SINCE = '2026-11-19T03:12:00Z';

test.each<[Trend, Finding, RegExp, string]>([
  [{ kind: 'new' }, aFinding(), /^1 .* new, since /m, 'new since the last report'],
  [
    { kind: 'ongoing', since: SINCE },
    aFinding(),
    /^1 .* ongoing, since /m,
    'ongoing since 2026-11-19 03:12Z',
  ],
  [{ kind: 'ongoing', since: null }, aFinding(), /^1 .* ongoing, since /m, 'ongoing'],
  [
    { kind: 'recovered' },
    aRecoveredFinding(),
    /^recovered +[A-Z_]+ \(new\) /m,
    'recovered since the last report',
  ],
])('a trend is said: %j', (trend, finding, shortly, inFull) => {
  const report = aReport({ findings: [{ ...finding, trend }] });
  const options = { width: 80, color: false, unicode: false };
  expect(reportToText(report, { ...options, verbose: false })).toMatch(shortly);
  expect(reportToText(report, { ...options, verbose: true }).replace(/\s+/g, ' ')).toContain(`, ${inFull}`);
  expect(reportToMarkdown(report)).toContain(`, ${inFull}\n`);
});
