import { describe, expect, test } from 'vitest';
import type { VerificationReport } from '../../src/report/verification-report.ts';
import { VERIFICATION_FORMATS } from '../../src/reporters/verification-formats.ts';
import { anUnreadable } from './a-report.ts';
import { aCheck, aFixedCheck, VERIFICATION } from './a-verification.ts';

const PLAIN = { width: 80, color: false, unicode: true };
const text = (report: VerificationReport, options: Partial<typeof PLAIN> = {}): string =>
  VERIFICATION_FORMATS.text(report, { ...PLAIN, ...options });

const NOTHING: VerificationReport = {
  ...VERIFICATION,
  ...{ answer: 'nothing-to-verify', checks: [], newlyActive: [] },
};

describe('text', () => {
  test('begins with the answer, and its numbers', () => {
    expect(text(VERIFICATION)).toMatch(
      /^STILL THERE {2}1 cause, 1 cause and 1 consequence not yet provable, 1 cause\s+fixed\n/,
    );
    expect(text(NOTHING)).toMatch(/^NOTHING TO VERIFY {2}nothing was active in the earlier report\n/);
    const asked = { cause: 'HOST_DISK_FULL', title: 'Disk is full' };
    expect(text({ ...NOTHING, asked })).toMatch(/^NOTHING TO VERIFY {2}HOST_DISK_FULL does not show/);
  });

  test('tells result, line, and what would prove it, as a command that can be copied', () => {
    const page = text(VERIFICATION);
    expect(page).toContain('compared with the earlier report');
    expect(page).toMatch(/^1 {2}HOST_DISK_FULL {2}still there: again 2026-11-22 03:12Z/m);
    expect(page).toMatch(/^2 {2}REPO_ACCESS_DENIED {2}not yet provable: nothing since/m);
    expect(page).toMatch(/^3 {2}PKG_LOCK_HELD {2}fixed, 2026-11-22 03:14Z/m);
    expect(page).toContain('"Complete!"');
    expect(page).toContain('awaits  a later refresh of the same repository');
    expect(page.replace(/ \\\n +/g, ' ')).toContain(aCheck().proving[0]?.step);
    expect(page).toMatch(/^also +PATCH_RUN_FAILED: not yet provable \(repository/m);
    expect(page).toMatch(/^new since +HOST_CLOCK_SKEW: ssm-doctor diagnose/m);
  });

  test('tells a consequence in full where no root is left to tell why', () => {
    const checks = [aCheck({ cause: 'PATCH_RUN_FAILED', role: 'consequence' }), aFixedCheck()];
    const page = text({ ...VERIFICATION, answer: 'not-yet-provable', checks });
    expect(page).toMatch(/^1 {2}PATCH_RUN_FAILED {2}not yet provable/m);
    expect(page).toMatch(/^2 {2}PKG_LOCK_HELD {2}fixed/m);
  });

  test('says what could not be read, and that there is nothing to compare with', () => {
    const page = text({
      ...NOTHING,
      isCompared: false,
      answer: 'not-yet-provable',
      coverage: [anUnreadable()],
    });
    expect(page).toContain('nothing shows, but not all could be read');
    expect(page).toContain('no earlier report to compare with');
    expect(page).toMatch(/^not read +\S*errors\.log\.1/m);
  });

  test('fits what Run Command shows, and the width', () => {
    const many = { ...VERIFICATION, checks: Array.from({ length: 40 }, () => aCheck()) };
    for (const report of [VERIFICATION, many, NOTHING]) {
      for (const width of [80, 120]) {
        const page = text(report, { width });
        expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
        expect(page.length).toBeLessThanOrEqual(2400);
      }
    }
    expect(text(many)).toMatch(/more causes: --format json/);
  });

  test('is ASCII without unicode, and has codes only with colour', () => {
    expect(text(VERIFICATION, { unicode: false })).toMatch(/^[\n\x20-\x7e]+$/);
    expect(text(VERIFICATION)).not.toContain('\x1b');
    expect(text(VERIFICATION, { color: true })).toContain('\x1b[');
  });
});

test('markdown holds every check', () => {
  const page = VERIFICATION_FORMATS.markdown(VERIFICATION, PLAIN);
  expect(page).toMatch(/^# STILL THERE: 1 cause, /);
  for (const { cause } of [...VERIFICATION.checks, ...VERIFICATION.newlyActive])
    expect(page).toContain(`\`${cause}\``);
  expect(page).toContain('Cleared by: ');
  expect(page).toContain('Run (changes node):');
  expect(page).toContain(`\n${aCheck().proving[0]?.step}\n`);
});

test('nothing from outside acts on the terminal or the ticket', () => {
  const evil = '\x1b]0;x\x07\u202e`|<b>';
  const check = aCheck({
    ...{ cause: evil, title: evil, awaits: evil, verify: evil, subject: { kind: 'node', id: evil } },
    proof: { file: evil, line: 1, time: { raw: evil, utc: null }, excerpt: evil },
    proving: [{ step: evil, effect: 'read-only' }],
  });
  const report = { ...VERIFICATION, asked: { cause: evil, title: evil }, checks: [check, check] };
  for (const format of ['text', 'json', 'markdown'] as const)
    expect(VERIFICATION_FORMATS[format](report, PLAIN)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});
