import { expect, test } from 'vitest';
import type { Live } from '../../src/report/report.ts';
import { reportToMarkdown } from '../../src/reporters/markdown.ts';
import { reportToText } from '../../src/reporters/text.ts';
import { aFinding, aReport } from './a-report.ts';

const said = (status: Live['status'], summary: string): Live => ({
  ...{ check: 'disk-space', status, summary, at: '2026-11-25T08:00:00.000Z' },
});

test.each<[Live, string]>([
  [said('confirmed', 'no room is left'), 'confirmed by disk-space: no room is left'],
  [
    said('refuted', 'every folder has room'),
    'refuted by disk-space: every folder has room. It counts as active until what failed has succeeded',
  ],
  [said('not-seen', 'no result in 1500 ms'), 'not seen by disk-space: no result in 1500 ms'],
])('what a check says now is told in every form: %j', (live, expected) => {
  const report = aReport({ findings: [aFinding({ live })] });
  const options = { width: 80, color: false, unicode: false };
  for (const verbose of [false, true]) {
    const text = reportToText(report, { ...options, verbose });
    expect(text).toMatch(/^ {3}now {5}/m);
    expect(text.replace(/\s+/g, ' ')).toContain(`now ${expected}`);
  }
  expect(reportToMarkdown(report)).toContain(`\n- Now: ${expected}\n`);
});

test('of those that are only listed it is told in two words', () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    aFinding({
      cause: `HOST_CAUSE_${index}`,
      live: index === 11 ? said('refuted', 'it is over') : null,
    }),
  );
  const text = reportToText(aReport({ findings: many }), {
    ...{ width: 80, color: false, unicode: false, verbose: false },
  });
  expect(text).toMatch(/^\d+ +HOST_CAUSE_11 .*refuted now/m);
  expect(text.match(/refuted/g)).toHaveLength(1);
});

test('what is wrong beside the causes is told in every form, three on the short page', () => {
  const others = ['memory', 'mounts', 'inodes', 'inotify'].map((check) => ({
    ...{ check, cause: check === 'memory' ? 'HOST_OUT_OF_MEMORY' : null, summary: `all of ${check} is gone` },
  }));
  const live = { at: '2026-11-25T08:00:00.000Z', checks: 14, others };
  const report = aReport({ findings: [], live });
  const page = (verbose: boolean): string =>
    reportToText(report, { ...{ width: 80, color: false, unicode: false, verbose } });
  expect(page(false)).toMatch(/^also now +memory: all of memory is gone \(HOST_OUT_OF_MEMORY\)$/m);
  expect(page(false)).toContain('all of inodes is gone');
  expect(page(false)).not.toContain('all of inotify is gone');
  expect(page(false)).toContain('1 more failed check');
  expect(page(true)).toContain('all of inotify is gone');
  expect(reportToMarkdown(report)).toContain('## Also wrong now\n\n- Check memory: all of memory is gone');
});

test('nothing is said where no check says anything', () => {
  const text = reportToText(aReport({ findings: [aFinding()] }), {
    ...{ width: 80, color: false, unicode: false, verbose: true },
  });
  expect(text).not.toMatch(/^ {3}now /m);
});
