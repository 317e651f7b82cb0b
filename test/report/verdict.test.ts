import { describe, expect, test } from 'vitest';
import type { CoverageReason } from '../../src/report/report.ts';
import { isCut, verdictOf, wasRead } from '../../src/report/verdict.ts';
import {
  aCoverage,
  aFinding,
  anUnreadable,
  anUnrecognized,
  aRecoveredFinding,
} from '../reporters/a-report.ts';

const CLEAN = { findings: [], unrecognized: [], coverage: [aCoverage()] };

function verdictWith(reason: CoverageReason): string {
  return verdictOf({ ...CLEAN, coverage: [aCoverage(), anUnreadable({ reason })] });
}

describe('the verdict', () => {
  test('is compliant when something was read, all of it, and nothing is active or unknown', () => {
    expect(verdictOf(CLEAN)).toBe('compliant');
    expect(verdictOf({ ...CLEAN, findings: [aRecoveredFinding()] })).toBe('compliant');
  });

  test('is non-compliant as soon as one finding is active, whatever is missing', () => {
    const findings = [aRecoveredFinding(), aFinding()];
    expect(verdictOf({ findings, unrecognized: [anUnrecognized()], coverage: [] })).toBe('non-compliant');
  });

  test('is inconclusive when nothing was read, for absence is no evidence', () => {
    expect(verdictOf({ ...CLEAN, coverage: [] })).toBe('inconclusive');
    expect(verdictOf({ ...CLEAN, coverage: [anUnreadable({ reason: 'not-found' })] })).toBe('inconclusive');
  });

  test('is inconclusive when an error line is not known', () => {
    expect(verdictOf({ ...CLEAN, unrecognized: [anUnrecognized()] })).toBe('inconclusive');
  });

  test.each([
    'changed-while-read',
    'entry-limit',
    'malformed',
    'not-readable',
    'time-limit',
    'too-large',
    'unsupported-encoding',
    'vanished',
  ] as const)('is inconclusive when evidence is missing: %s', (reason) => {
    expect(verdictWith(reason)).toBe('inconclusive');
  });

  test.each(['leaves-root', 'not-found', 'older-than-window', 'other-node', 'rotated-away'] as const)(
    'stands in spite of what is outside of the question: %s',
    (reason) => {
      expect(verdictWith(reason)).toBe('compliant');
    },
  );
});

describe('a file', () => {
  test('was read when a part of it was', () => {
    expect(wasRead(aCoverage())).toBe(true);
    expect(wasRead(aCoverage({ status: 'partly-read' }))).toBe(true);
    expect(wasRead(anUnreadable())).toBe(false);
  });

  test('that was not read whole for no given reason is cut', () => {
    expect(isCut(aCoverage({ status: 'partly-read' }))).toBe(true);
    expect(isCut(aCoverage())).toBe(false);
  });
});
