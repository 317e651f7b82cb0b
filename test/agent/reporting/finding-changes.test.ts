import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FindingFact, findingChanges } from '../../../src/agent/reporting/finding-changes.ts';
import { aFinding } from '../../reporters/a-report.ts';

const DENIED: FindingFact = {
  cause: 'REPO_ACCESS_DENIED',
  subject: { kind: 'repository', id: 'amazonlinux' },
  status: 'active',
  severity: 'HIGH',
};
const LOCKED: FindingFact = { ...DENIED, cause: 'PKG_LOCK_HELD', subject: { kind: 'file', id: '/lock' } };
const recovered = (finding: FindingFact): FindingFact => ({ ...finding, status: 'recovered' });
const told = (before: readonly FindingFact[], after: readonly FindingFact[]): string[] =>
  findingChanges(before, after).map(({ kind, cause, subject }) => `${kind} ${cause} ${subject.id}`);

describe('news is', () => {
  it.each<[string, FindingFact[], FindingFact[], string[]]>([
    ['a first cause', [], [DENIED], ['appeared REPO_ACCESS_DENIED amazonlinux']],
    ['another cause', [DENIED], [DENIED, LOCKED], ['appeared PKG_LOCK_HELD /lock']],
    ['a recovery', [DENIED], [recovered(DENIED)], ['recovered REPO_ACCESS_DENIED amazonlinux']],
    ['one that is back', [recovered(DENIED)], [DENIED], ['appeared REPO_ACCESS_DENIED amazonlinux']],
    [
      'another subject',
      [DENIED],
      [{ ...DENIED, subject: { kind: 'repository', id: 'epel' } }],
      ['appeared REPO_ACCESS_DENIED epel'],
    ],
    [
      'another kind of subject',
      [DENIED],
      [{ ...DENIED, subject: { kind: 'endpoint', id: 'amazonlinux' } }],
      ['appeared REPO_ACCESS_DENIED amazonlinux'],
    ],
    [
      'another severity',
      [DENIED],
      [{ ...DENIED, severity: 'LOW' }],
      ['severity REPO_ACCESS_DENIED amazonlinux'],
    ],
    [
      'all that there is of it',
      [DENIED, LOCKED],
      [recovered(LOCKED), { ...DENIED, severity: 'CRITICAL' }],
      ['recovered PKG_LOCK_HELD /lock', 'severity REPO_ACCESS_DENIED amazonlinux'],
    ],
  ])('%s', (_, before, after, news) => {
    expect(told(before, after)).toEqual(news);
  });
});

describe('no news is', () => {
  it.each<[string, FindingFact[], FindingFact[]]>([
    ['nothing', [], []],
    ['the same in another order', [DENIED, LOCKED], [LOCKED, DENIED]],
    ['what has passed before anybody saw it', [], [recovered(DENIED)]],
    ['what has passed, and is still told', [recovered(DENIED)], [recovered(DENIED)]],
    ['the severity of what has passed', [recovered(DENIED)], [{ ...recovered(DENIED), severity: 'LOW' }]],
    ['what is not told any more', [DENIED, LOCKED], [DENIED]],
    ['a second finding about the same that has passed', [DENIED], [recovered(DENIED), DENIED]],
  ])('%s', (_, before, after) => {
    expect(told(before, after)).toEqual([]);
  });

  it('counts, times, proofs and roles', () => {
    const before = aFinding({ count: 1, lastSeen: '2026-11-20T03:12:00Z', role: 'root' });
    const after = aFinding({ count: 9, lastSeen: '2026-11-21T03:12:00Z', role: 'consequence', evidence: [] });
    expect(told([before], [after])).toEqual([]);
  });
});

it('is told once, of each about the same, and never of a list against itself', () => {
  const finding = fc.record<FindingFact>({
    cause: fc.constantFrom('A', 'B'),
    subject: fc.record({ kind: fc.constantFrom('file', 'package'), id: fc.constantFrom('x', 'y') }),
    status: fc.constantFrom('active', 'recovered'),
    severity: fc.constantFrom('LOW', 'HIGH'),
  });
  fc.assert(
    fc.property(fc.array(finding), fc.array(finding), (before, after) => {
      expect(findingChanges(after, after)).toEqual([]);
      const news = findingChanges(before, after).map(({ cause, subject }) =>
        JSON.stringify([cause, subject]),
      );
      expect(new Set(news).size).toBe(news.length);
    }),
  );
});
