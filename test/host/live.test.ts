import { expect, test } from 'vitest';
import { loadCauses } from '../../src/causes/load-causes.ts';
import { CHECKS } from '../../src/host/checks.ts';
import { otherFailures, type Witness, withLive } from '../../src/host/live.ts';
import type { CheckOutcome } from '../../src/report/check-report.ts';
import type { Finding } from '../../src/report/report.ts';
import { aFine, anOutcome } from '../reporters/a-check-report.ts';
import { aFinding, aRecoveredFinding } from '../reporters/a-report.ts';

const AT = '2026-11-25T08:00:00.000Z';
const SPACE: Witness = { name: 'disk-space', sees: { HOST_DISK_FULL: 'in-places' } };
const SERVICE: Witness = { name: 'agent-service', sees: { AGENT_NOT_RUNNING: 'either-way' } };
const MEMORY: Witness = { name: 'memory', sees: { HOST_OUT_OF_MEMORY: 'failing-only' } };
const WITNESSES = [SPACE, SERVICE, MEMORY];

const STATE = '/var/lib/amazon/ssm';
const roomy = (...places: string[]): CheckOutcome =>
  aFine('disk-space', { places, facts: [STATE, '/tmp'].map((name) => ({ name, value: '2.0 GB' })) });
const full = anOutcome({ check: 'disk-space', cause: 'HOST_DISK_FULL', places: [STATE] });
const about = (kind: Finding['subject']['kind'], id: string, more: Partial<Finding> = {}): Finding =>
  aFinding({ cause: 'HOST_DISK_FULL', subject: { kind, id }, ...more });
const saidOf = (finding: Finding, outcome: CheckOutcome): Finding | undefined =>
  withLive([finding], WITNESSES, [outcome], AT)[0];

test.each<[string, Finding, CheckOutcome, string | null]>([
  ['a full folder above the file', about('file', `${STATE}/i-0/state`), full, 'confirmed'],
  ['the full folder itself', about('file', STATE), full, 'confirmed'],
  ['a full folder for a run', about('association', 'a'), full, 'confirmed'],
  ['another folder that is full', about('file', '/tmp/x'), full, null],
  ['a neighbour of the same beginning', about('file', `${STATE}-other/x`), full, null],
  ['room in the folder above', about('file', `${STATE}/x`), roomy(STATE), 'refuted'],
  ['room elsewhere', about('file', '/data/x'), roomy(STATE, '/tmp'), null],
  ['room on the root, which holds mount points', about('file', '/data/x'), roomy('/'), null],
  ['room everywhere', about('association', 'a'), roomy(STATE, '/tmp'), 'refuted'],
  ['room in one of two folders', about('association', 'a'), roomy(STATE), null],
  ['a check that hangs', about('association', 'a'), aFine('disk-space', { status: 'timed-out' }), 'not-seen'],
  ['a check for root', about('node', 'i'), aFine('disk-space', { status: 'not-readable' }), 'not-seen'],
  ['nothing of the kind', about('node', 'i'), aFine('disk-space', { status: 'not-applicable' }), null],
  [
    'another cause of the check',
    about('node', 'i'),
    anOutcome({ check: 'disk-space', cause: 'HOST_READONLY_FS' }),
    null,
  ],
  ['another check', about('node', 'i'), aFine('memory'), null],
  ['a service that runs again', aFinding({ cause: 'AGENT_NOT_RUNNING' }), aFine('agent-service'), 'refuted'],
  ['memory enough for now', aFinding({ cause: 'HOST_OUT_OF_MEMORY' }), aFine('memory'), null],
])('%s', (_name, finding, outcome, status) => {
  const { check, summary } = outcome;
  expect(saidOf(finding, outcome)?.live ?? null).toEqual(
    status === null ? null : { check, status, summary, at: AT },
  );
});

test('what has passed is told again only where it is back', () => {
  const passed = { ...aRecoveredFinding(), cause: 'AGENT_NOT_RUNNING' };
  expect(saidOf(passed, aFine('agent-service'))?.live).toBeNull();
  expect(saidOf(passed, aFine('agent-service', { status: 'crashed' }))?.live).toBeNull();
  const stopped = anOutcome({ check: 'agent-service', cause: 'AGENT_NOT_RUNNING' });
  expect(saidOf(passed, stopped)).toMatchObject({ status: 'recovered', live: { status: 'confirmed' } });
});

test('a confirmed cause gains confidence, and a refuted one loses none', () => {
  const of = (confidence: Finding['confidence']): Finding => about('association', 'a', { confidence });
  expect(saidOf(of('low'), full)?.confidence).toBe('medium');
  expect(saidOf(of('medium'), full)?.confidence).toBe('high');
  expect(saidOf(of('high'), full)?.confidence).toBe('high');
  expect(saidOf(of('medium'), roomy(STATE, '/tmp'))?.confidence).toBe('medium');
});

test('what does not hold now comes last among those of its severity, and before those below', () => {
  const disk = about('association', 'a', { severity: 'HIGH' });
  const other = aFinding({ severity: 'HIGH' });
  const lesser = aFinding({ severity: 'LOW' });
  const causes = (outcome: CheckOutcome): string[] =>
    withLive([disk, other, lesser], WITNESSES, [outcome], AT).map(({ cause }) => cause);
  expect(causes(full)).toEqual([disk.cause, other.cause, lesser.cause]);
  expect(causes(roomy(STATE, '/tmp'))).toEqual([other.cause, disk.cause, lesser.cause]);
});

test('what fails beside the findings is told, unless one of them tells it already', () => {
  const failures = (findings: readonly Finding[]): string[] =>
    otherFailures(findings, [
      full,
      anOutcome({ check: 'mounts', cause: null }),
      anOutcome({ check: 'a', weight: 'optional' }),
      aFine('memory'),
      aFine('inotify', { status: 'timed-out' }),
    ]).map(({ check }) => check);
  expect(failures([])).toEqual(['disk-space', 'mounts']);
  expect(failures([about('node', 'i')])).toEqual(['mounts']);
  expect(failures([about('node', 'i', { status: 'recovered' })])).toEqual(['disk-space', 'mounts']);
});

test('each cause that is seen is in the catalogue, on a platform of its check, and seen by one check', () => {
  const known = new Map(loadCauses().map((cause) => [cause.id, cause]));
  const seen = CHECKS.flatMap(({ sees, platforms }) =>
    Object.keys(sees).map((cause) => ({ cause, platforms })),
  );
  expect(seen.length).toBeGreaterThan(12);
  expect(new Set(seen.map(({ cause }) => cause)).size).toBe(seen.length);
  for (const { cause, platforms } of seen)
    expect(known.get(cause)?.platforms.some((platform) => platforms.includes(platform))).toBe(true);
});
