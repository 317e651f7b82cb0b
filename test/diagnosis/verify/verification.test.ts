import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { GrowingTree } from '../../../build-scripts/resume/growing-tree.ts';
import { randomOf } from '../../../build-scripts/resume/random.ts';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { knownFindings } from '../../../src/diagnosis/resume/trend.ts';
import { verificationOf } from '../../../src/diagnosis/verify/verification.ts';
import { confinedFiles } from '../../../src/platform/confined-files.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import type { Finding, Report } from '../../../src/report/report.ts';
import type { VerificationReport } from '../../../src/report/verification-report.ts';
import { evidenceOf, expectedOf, scenarioNames } from '../../fixtures/scenario.ts';
import { aFinding, anUnreadable, aRecoveredFinding, aReport } from '../../reporters/a-report.ts';

const { causes } = loadCatalogue('linux');
const SEED = Number(process.env.RESUME_SEED ?? Date.now() % 2 ** 31);

/** What is verified of a report after another one, whose state was saved and read again. */
function verified(now: Report, then: Report | null, cause: string | null = null): VerificationReport {
  const before = then === null ? null : JSON.parse(JSON.stringify(knownFindings(then, null)));
  return verificationOf(now, { cause, before, causes });
}

function found(...findings: Finding[]): Report {
  return aReport({ findings });
}

const ACTIVE = aFinding();
const LATER = { ...ACTIVE, lastSeen: '2026-11-22T09:00:00.000Z' };
const OVER = aRecoveredFinding({ cause: ACTIVE.cause });

describe('against an earlier report', () => {
  test.each<[string, Finding[], Partial<VerificationReport['checks'][number]>]>([
    ['nothing more', [ACTIVE], { result: 'not-yet-provable', reason: 'nothing-since' }],
    ['it again', [LATER], { result: 'still-there', reason: 'happened-again' }],
    [
      'a success',
      [OVER],
      { result: 'fixed', reason: 'succeeded', proof: OVER.recoveredBy?.evidence ?? null },
    ],
    ['one of two left', [OVER, ACTIVE], { result: 'not-yet-provable', reason: 'nothing-since' }],
    ['no line of it', [], { result: 'not-yet-provable', reason: 'gone', proof: null }],
  ])('there is %s', (_what, findings, check) => {
    const told = verified(found(...findings), found(ACTIVE));
    expect(told).toMatchObject({ isCompared: true, answer: check.result, checks: [check] });
  });

  test('without times the count tells', () => {
    const timeless = { ...ACTIVE, firstSeen: null, lastSeen: null };
    const again = { ...timeless, count: timeless.count + 1 };
    expect(verified(found(again), found(timeless)).answer).toBe('still-there');
    expect(verified(found(timeless), found(timeless)).answer).toBe('not-yet-provable');
  });

  test('what had passed then is told only where it is asked for', () => {
    expect(verified(found(OVER), found(OVER))).toMatchObject({ answer: 'nothing-to-verify', checks: [] });
    expect(verified(found(OVER), found(OVER), OVER.cause)).toMatchObject({ answer: 'fixed' });
  });

  test('a cause that has moved on to another subject is not fixed', () => {
    const moved = { ...LATER, subject: { kind: 'repository', id: 'other' } } as const;
    const told = verified(found(OVER, moved), found(ACTIVE));
    expect(told.answer).toBe('still-there');
    expect(told.checks.map(({ subject, result }) => [subject.id, result])).toEqual([
      ['other', 'still-there'],
      [ACTIVE.subject.id, 'fixed'],
    ]);
  });

  test('what is new is said beside it', () => {
    const other = aFinding({ cause: 'HOST_DISK_FULL' });
    expect(verified(found(OVER, other), found(ACTIVE))).toMatchObject({
      answer: 'fixed',
      newlyActive: [{ cause: 'HOST_DISK_FULL' }],
    });
    expect(verified(found(other), found(ACTIVE), 'HOST_DISK_FULL')).toMatchObject({
      answer: 'still-there',
      checks: [{ reason: 'new' }],
      newlyActive: [],
    });
  });
});

test('the evidence alone: seen again, seen once, closed', () => {
  expect(verified(found(ACTIVE), null)).toMatchObject({
    isCompared: false,
    checks: [{ reason: 'repeated' }],
  });
  expect(verified(found(aFinding({ count: 1 })), null).answer).toBe('not-yet-provable');
  expect(verified(found(OVER), null).answer).toBe('fixed');
});

test('a cause that does not show is not there, unless not all could be read', () => {
  expect(verified(found(), null, 'HOST_DISK_FULL')).toMatchObject({
    asked: { cause: 'HOST_DISK_FULL' },
    answer: 'nothing-to-verify',
  });
  const cut = aReport({ coverage: [anUnreadable()] });
  expect(verified(cut, null, 'HOST_DISK_FULL').answer).toBe('not-yet-provable');
});

const finding = fc.record({
  cause: fc.constantFrom('HOST_DISK_FULL', 'PKG_LOCK_HELD', 'RULE_THAT_IS_GONE'),
  subject: fc.record({ kind: fc.constant('node' as const), id: fc.constantFrom('a', 'b') }),
  status: fc.constantFrom('active' as const, 'recovered' as const),
  role: fc.constantFrom('root' as const, 'consequence' as const),
  count: fc.integer({ min: 1, max: 3 }),
  lastSeen: fc.constantFrom(null, '2026-11-20T03:12:00.000Z', '2026-11-22T03:12:00Z'),
});
const findings = fc.array(
  finding.map((given) => (given.status === 'active' ? aFinding(given) : aRecoveredFinding(given))),
  { maxLength: 5 },
);

test('whatever was and is found: what is active is not fixed, and what was active has an answer', () => {
  fc.assert(
    fc.property(findings, fc.option(findings), (now, then) => {
      const told = verified(found(...now), then === null ? null : found(...then));
      holds(told, now, then ?? []);
      for (const cause of ['HOST_DISK_FULL', 'PKG_LOCK_HELD']) {
        const one = verified(found(...now), then === null ? null : found(...then), cause);
        expect(one.checks.every((check) => check.cause === cause)).toBe(true);
        const isActive = now.some((known) => known.cause === cause && known.status === 'active');
        if (isActive) expect(['still-there', 'not-yet-provable']).toContain(one.answer);
      }
    }),
  );
});

const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-verify-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe(`the same of every scenario while it grows (seed ${SEED})`, () => {
  test.each(scenarioNames().map((name, index) => [name, index] as const))('%s', (name, index) => {
    const folder = join(scratch, name);
    const tree = new GrowingTree(evidenceOf(name), folder, randomOf(SEED + index));
    tree.grow();
    const then = diagnosed(name, folder);
    tree.complete();
    const now = diagnosed(name, folder);
    holds(verified(now, then), now.findings, then.findings);
  });
});

function diagnosed(name: string, root: string): Report {
  const { platform, now } = expectedOf(name);
  return diagnose({
    files: confinedFiles(nodeFiles(), root),
    root,
    shownRoot: '/',
    platform,
    since: null,
    maxRuns: 1000,
    now: now === undefined ? null : Date.parse(now),
    version: 'test',
    clock: Date.now,
    skipped: [],
  });
}

function holds(told: VerificationReport, now: readonly Finding[], then: readonly Finding[]): void {
  const active = now.filter(({ status }) => status === 'active');
  const keys = told.checks.map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
  for (const check of told.checks) {
    if (check.result !== 'fixed') continue;
    expect(active.map(keyOf)).not.toContain(keyOf(check));
    expect(check.proof).not.toBeNull();
  }
  const asked = new Set(told.checks.map(({ cause }) => cause));
  if (told.answer === 'fixed') expect(active.filter(({ cause }) => asked.has(cause))).toEqual([]);
  for (const known of then) if (known.status === 'active') expect(keys).toContain(keyOf(known));
}

function keyOf({ cause, subject }: Pick<Finding, 'cause' | 'subject'>): string {
  return `${cause} ${subject.kind} ${subject.id}`;
}
