import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT_STATUS, exitStatusOf, exitStatusOfVerification } from '../../src/report/exit-status.ts';
import { SEVERITIES } from '../../src/report/order.ts';
import { aFinding, anUnreadable, anUnrecognized, aRecoveredFinding, aReport } from '../reporters/a-report.ts';
import { arbitraryReport } from '../reporters/arbitrary-report.ts';

/** What the SSM Agent takes for a request: to run the step again, to reboot, and the like. */
const TAKEN_BY_THE_AGENT = [168, 169, 194, 3010];

describe('the exit status', () => {
  test('is 0 when nothing is active, 3 when a cause is, 4 when not all is known', () => {
    expect(exitStatusOf(aReport())).toBe(0);
    expect(exitStatusOf(aReport({ findings: [aRecoveredFinding()] }))).toBe(0);
    expect(exitStatusOf(aReport({ findings: [aFinding(), aRecoveredFinding()] }))).toBe(3);
    expect(exitStatusOf(aReport({ unrecognized: [anUnrecognized()] }))).toBe(4);
    expect(exitStatusOf(aReport({ coverage: [anUnreadable()] }))).toBe(4);
  });

  test('is 3 for an active cause even where evidence is missing', () => {
    const report = aReport({ findings: [aFinding()], coverage: [anUnreadable()] });
    expect(exitStatusOf(report)).toBe(3);
  });

  test('of a verification is 0 when all is fixed or nothing was there, 3 when not, 4 when it is not provable', () => {
    expect(exitStatusOfVerification('fixed')).toBe(0);
    expect(exitStatusOfVerification('nothing-to-verify')).toBe(0);
    expect(exitStatusOfVerification('still-there')).toBe(3);
    expect(exitStatusOfVerification('not-yet-provable')).toBe(4);
  });

  test('is never one that the SSM Agent gives a meaning, and fits a byte', () => {
    for (const status of Object.values(EXIT_STATUS)) {
      expect(TAKEN_BY_THE_AGENT).not.toContain(status);
      expect(status).toBeLessThan(126);
    }
    const anySeverity = fc.option(fc.constantFrom(...SEVERITIES), { nil: undefined });
    fc.assert(
      fc.property(arbitraryReport(), anySeverity, (report, failOn) => {
        expect([0, 3, 4]).toContain(exitStatusOf(report, failOn));
      }),
    );
  });
});

describe('with a severity to fail on', () => {
  const medium = aReport({ findings: [aFinding({ severity: 'MEDIUM' })] });

  test('an active cause counts from that severity on', () => {
    expect(SEVERITIES.map((severity) => exitStatusOf(medium, severity))).toEqual([0, 0, 3, 3, 3]);
  });

  test('what is below it leaves the status to what else there is', () => {
    const unsure = aReport({ ...medium, unrecognized: [anUnrecognized()], verdict: 'non-compliant' });
    expect(exitStatusOf(unsure, 'HIGH')).toBe(4);
  });

  test('a verdict without active causes stays as it is', () => {
    expect(exitStatusOf(aReport(), 'CRITICAL')).toBe(0);
    expect(exitStatusOf(aReport({ coverage: [] }), 'CRITICAL')).toBe(4);
  });
});
