import { describe, expect, test } from 'vitest';
import type { SubjectReport } from '../../src/report/subject-report.ts';
import { SUBJECT_FORMATS } from '../../src/reporters/subject-formats.ts';
import { SUBJECT_REPORT } from './a-subject-report.ts';

const PLAIN = { width: 80, color: false, unicode: true, verbose: false };
const text = (report: SubjectReport, options: Partial<typeof PLAIN> = {}): string =>
  SUBJECT_FORMATS.text(report, { ...PLAIN, ...options });

const NOT_NAMED: SubjectReport = {
  ...SUBJECT_REPORT,
  answer: 'not-named',
  ...{ findings: [], runFindings: [], patches: [], runs: [], moreRuns: 0, lines: [], lineCount: 0 },
  ...{ lastPatchOperation: null, unrecognized: [] },
};

describe('text', () => {
  test('begins with the name and the answer', () => {
    expect(text(SUBJECT_REPORT)).toMatch(/^openssl {2}something is wrong \(package or other name\)\n/);
    expect(text(NOT_NAMED)).toMatch(/^openssl {2}nothing on this node names it/);
  });

  test('tells state, causes, the causes of the last run, runs and lines', () => {
    const page = text(SUBJECT_REPORT, { verbose: true, width: 120 });
    expect(page).toContain('InstalledPendingReboot since 2026-11-20 03:12Z');
    expect(page).toContain('Install of 2026-11-20 03:14Z: 2 failed, 1 pending a reboot, without names');
    expect(page).toMatch(/^1 {2}HOST_DISK_FULL/m);
    expect(page).toMatch(/^In the last run that names it:\n2 {2}REPO_ACCESS_DENIED/m);
    expect(page).toMatch(/^runs .*failed, HOST_DISK_FULL,\s+named 3 times/m);
    expect(page).toContain('(HOST_DISK_FULL)');
    expect(page.replace(/\s+/g, ' ')).toContain('(an error that no cause knows)');
    expect(page).toContain('27 more lines named it');
  });

  test('says where to look when nothing names it', () => {
    expect(text(NOT_NAMED)).toContain('orchestration');
    expect(text(SUBJECT_REPORT)).not.toContain('orchestration\n');
  });

  test('fits what Run Command shows, and the width', () => {
    const many = { ...SUBJECT_REPORT, lines: Array(20).fill(SUBJECT_REPORT.lines[0]) };
    for (const report of [SUBJECT_REPORT, many, NOT_NAMED]) {
      for (const width of [40, 80, 120]) {
        const page = text(report, { width });
        expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
        if (width >= 80) expect(page.length).toBeLessThanOrEqual(2400);
      }
    }
  });

  test('is ASCII without unicode, and has codes only with colour', () => {
    expect(text(SUBJECT_REPORT, { unicode: false })).toMatch(/^[\n\x20-\x7e]+$/);
    expect(text(SUBJECT_REPORT)).not.toContain('\x1b');
    expect(text(SUBJECT_REPORT, { color: true })).toContain('\x1b[');
  });

  test('lets nothing from outside act on the terminal', () => {
    const evil = '\x1b]0;x\x07\u202e`|<b>';
    const report: SubjectReport = {
      ...SUBJECT_REPORT,
      subject: { asked: evil, kind: 'name', name: evil },
      patches: SUBJECT_REPORT.patches.map((patch) => ({ ...patch, title: evil, state: evil })),
      places: [{ what: evil, where: evil }],
    };
    for (const verbose of [true, false])
      expect(text(report, { verbose })).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    expect(SUBJECT_FORMATS.markdown(report, PLAIN)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    expect(SUBJECT_FORMATS.json(report, PLAIN)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
  });
});

describe('markdown', () => {
  test('holds everything', () => {
    const page = SUBJECT_FORMATS.markdown(SUBJECT_REPORT, PLAIN);
    expect(page).toMatch(/^# `openssl`: something is wrong\n/);
    for (const part of [
      '## 1. `HOST_DISK_FULL`',
      '## In the last run',
      '## 2. ',
      '## Runs',
      '## Lines that name it',
    ])
      expect(page).toContain(part);
    expect(SUBJECT_FORMATS.markdown(NOT_NAMED, PLAIN)).toContain('It would be named in:');
  });
});

describe('json', () => {
  test('is the answer', () => {
    expect(JSON.parse(SUBJECT_FORMATS.json(SUBJECT_REPORT, PLAIN))).toEqual(SUBJECT_REPORT);
  });
});
