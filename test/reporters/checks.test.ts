import { describe, expect, test } from 'vitest';
import type { CheckReport } from '../../src/report/check-report.ts';
import { CHECK_FORMATS } from '../../src/reporters/check-formats.ts';
import { anOutcome, CHECK_REPORT } from './a-check-report.ts';

const PLAIN = { width: 80, color: false, unicode: true, verbose: false };
const text = (report: CheckReport, more: Partial<typeof PLAIN> = {}): string =>
  CHECK_FORMATS.text(report, { ...PLAIN, ...more });

describe('text', () => {
  test('begins with the answer, then what failed, required first, then what could not be seen', () => {
    const page = text(CHECK_REPORT);
    expect(page).toMatch(
      /^FAILED {2}1 of 4 checks failed, 1 optional one failed, 1 could not see\ni-0synthetic0000001 {2}linux {2}eu-west-1 {2}0\.8 s\n/,
    );
    const order = ['endpoint-ssm', 'endpoint-kms', 'inotify', 'imds', 'sysprep'];
    const places = order.map((name) => page.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(page).toMatch(/^failed {5}endpoint-ssm {2}NETWORK_DNS_FAILURE$/m);
    expect(page).toMatch(/^ {11}fix {2}getent hosts ssm\.REGION\.amazonaws\.com \[read-only\]$/m);
    expect(page).toMatch(/^not seen {3}inotify\n {11}run as root, as the agent does$/m);
    expect(page).toMatch(/^ok {9}imds\nnot here {3}sysprep\n$/m);
  });

  test('says that an ordinary user looked, and where the files lie', () => {
    const run = { ...CHECK_REPORT.run, isPrivileged: false, root: '/host' };
    expect(text({ ...CHECK_REPORT, run })).toMatch(/as an ordinary user {2}files at\s+\/host/);
  });

  test('fits 80 columns and what Run Command shows, however much failed', () => {
    const many = Array.from({ length: 38 }, (_, at) =>
      anOutcome({ check: `check-${at}`, summary: `${'a long tale of woe '.repeat(20)}\x1b[2J` }),
    );
    const page = text({ ...CHECK_REPORT, outcomes: many });
    expect(page.length).toBeLessThanOrEqual(2400);
    expect(page).toMatch(/more: --format json/);
    expect(page).not.toContain('\x1b');
    for (const line of page.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text({ ...CHECK_REPORT, outcomes: many }, { verbose: true })).toContain('check-37');
  });
});

test('Markdown has every outcome in a table, with nothing in it that acts', () => {
  const evil = anOutcome({ summary: 'x | <img src=x> [a](http://b) `' });
  const page = CHECK_FORMATS.markdown({ ...CHECK_REPORT, outcomes: [evil] }, PLAIN);
  expect(page).toMatch(/^# FAILED: /);
  const row = page.split('\n').find((line) => line.startsWith('| `endpoint-ssm`')) ?? '';
  expect(row.match(/\|/g)).toHaveLength(4);
  expect(row).toMatch(/`[^`]*<img/);
});

test('JSON is the report', () => {
  expect(JSON.parse(CHECK_FORMATS.json(CHECK_REPORT, PLAIN))).toEqual(CHECK_REPORT);
});
