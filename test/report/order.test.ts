import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderFindings, SEVERITIES, severityRank } from '../../src/report/order.ts';
import type { Finding } from '../../src/report/report.ts';
import { aFinding } from '../reporters/a-report.ts';

function ordered(...findings: readonly Finding[]): string[] {
  return orderFindings(findings).map((finding) => finding.cause);
}

describe('the order of findings', () => {
  test('is active before recovered, root before consequence, worst first, latest first', () => {
    const recovered = aFinding({ cause: 'RECOVERED', status: 'recovered', severity: 'CRITICAL' });
    const consequence = aFinding({ cause: 'CONSEQUENCE', role: 'consequence', severity: 'CRITICAL' });
    const low = aFinding({ cause: 'LOW', severity: 'LOW', lastSeen: '2026-11-23T00:00:00Z' });
    const early = aFinding({ cause: 'EARLY', lastSeen: '2026-11-20T00:00:00Z' });
    const late = aFinding({ cause: 'LATE', lastSeen: '2026-11-21T00:00:00Z' });
    const expected = ['LATE', 'EARLY', 'LOW', 'CONSEQUENCE', 'RECOVERED'];
    expect(ordered(recovered, consequence, low, early, late)).toEqual(expected);
  });

  test('puts a restart before what else the same run counted, and not before worse or later trouble', () => {
    const restart = aFinding({ cause: 'PATCH_REBOOT_PENDING', lastSeen: '2026-11-21T00:00:00Z' });
    const missing = aFinding({ cause: 'PATCH_MISSING_APPROVED', lastSeen: '2026-11-21T00:00:00Z' });
    const later = aFinding({ cause: 'REPO_UNREACHABLE', lastSeen: '2026-11-22T00:00:00Z' });
    const expected = ['REPO_UNREACHABLE', 'PATCH_REBOOT_PENDING', 'PATCH_MISSING_APPROVED'];
    expect(ordered(missing, restart, later)).toEqual(expected);
  });

  test('compares times as times: with fractions, without, and unknown ones last', () => {
    const whole = aFinding({ cause: 'WHOLE', lastSeen: '2026-11-21T00:00:00Z' });
    const later = aFinding({ cause: 'LATER', lastSeen: '2026-11-21T00:00:00.5Z' });
    const unknown = aFinding({ cause: 'A_UNKNOWN', lastSeen: null });
    const broken = aFinding({ cause: 'B_BROKEN', lastSeen: 'yesterday' });
    expect(ordered(broken, unknown, whole, later)).toEqual(['LATER', 'WHOLE', 'A_UNKNOWN', 'B_BROKEN']);
  });

  test('does not depend on the order given, and changes nothing that it was given', () => {
    const findings = ['b', 'a', 'c'].flatMap((id) => [
      aFinding({ subject: { kind: 'package', id } }),
      aFinding({ subject: { kind: 'file', id } }),
      aFinding({ subject: { kind: 'file', id }, operation: { ...aFinding().operation, id } }),
    ]);
    const given = Object.freeze(findings);
    fc.assert(
      fc.property(fc.shuffledSubarray([...given], { minLength: given.length }), (shuffled) => {
        expect(orderFindings(shuffled)).toEqual(orderFindings(given));
      }),
    );
  });

  test('knows every severity, worst first', () => {
    expect(SEVERITIES.map(severityRank)).toEqual([0, 1, 2, 3, 4]);
    expect(severityRank('CRITICAL')).toBe(0);
  });
});
