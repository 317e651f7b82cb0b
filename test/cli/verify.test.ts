import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import type { Report } from '../../src/report/report.ts';
import schema from '../../src/report/verification-report.schema.json' with { type: 'json' };
import type { Check, VerificationReport } from '../../src/report/verification-report.ts';
import { completeTree, treeUntil } from '../support/tree-until.ts';
import { folderOf, LOG, run, SICK } from './child.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);

const OWN_RULE = `id: CORP_MIRROR_SILENT
area: mirror
title: Our mirror fell silent
severity: HIGH
platforms: [linux]
generality: specific
meaning: The mirror of our network did not answer.
remedy:
  - step: Look at the state of the mirror
    effect: read-only
verify: The mirror answers the node.
recoveredBy: a line that says that the mirror answers again
docUrl: null
leadsTo: []
outranks: []
signals:
  - id: corp-mirror-silent
    in: [agent]
    pattern: 'the corporate mirror fell silent'
    confidence: high
    samples:
      - 'the corporate mirror fell silent again'
`;

interface Case {
  readonly root: string;
  readonly state: string;
  readonly platform: string;
}

/** A scenario as it was at a time, and what a diagnosis left then. */
function diagnosedAt(name: string, time: string, platform = 'linux'): Case {
  const root = join(folderOf(), 'node');
  treeUntil(name, root, time);
  return { root, state: stateOf(root, platform), platform };
}

function stateOf(root: string, platform = 'linux'): string {
  const state = join(folderOf(), 'state');
  run(['diagnose', '--root', root, '--platform', platform, '--state', state]);
  expect(readdirSync(state)).toEqual(['diagnosis.state']);
  return state;
}

/** The answer as json, checked against its schema, and the exit status. */
function verify(
  { root, state, platform }: Partial<Case>,
  ...more: string[]
): VerificationReport & { status: number | null; stderr: string } {
  const given = [
    ...(root === undefined ? [] : ['--root', root]),
    ...(state === undefined ? [] : ['--state', state]),
    ...(platform === undefined ? [] : ['--platform', platform]),
  ];
  const { status, stdout, stderr } = run(['verify', ...more, ...given, '--format', 'json']);
  const parsed = JSON.parse(stdout) as VerificationReport;
  validate(parsed);
  expect(validate.errors).toBeNull();
  return { ...parsed, status, stderr };
}

function checkOf({ checks }: VerificationReport, cause: string): Check | undefined {
  return checks.find((check) => check.cause === cause);
}

describe.each([
  ['association-failed-then-fixed', '2026-11-22T07:30:00', 'linux', 'DOCUMENT_STEP_FAILED'],
  ['recovered-after-role-was-fixed', '2026-11-18T09:00:00', 'linux', 'IAM_ACCESS_DENIED'],
  ['inventory-gatherer-mended', '2026-11-22T06:15:00', 'macos', 'INVENTORY_GATHERER_FAILED'],
  ['windows-update-server-reached-again', '2026-11-21T12:00:00', 'windows', 'WU_WSUS_ERROR'],
])('%s', (name, time, platform, cause) => {
  const node = diagnosedAt(name, time, platform);

  test('is not yet provable while nothing has run, and says what would prove it', () => {
    const told = verify(node);
    expect(told).toMatchObject({ status: 4, stderr: '', answer: 'not-yet-provable', isCompared: true });
    const check = checkOf(told, cause);
    expect(check).toMatchObject({ result: 'not-yet-provable', reason: 'nothing-since' });
    expect(check?.proof?.excerpt).not.toBe('');
    expect(check?.proving.length).toBeGreaterThan(0);
    expect(check?.awaits).not.toBe('');
  });

  test('is fixed by the later success, and shows its line', () => {
    const state = stateOf(node.root, platform);
    completeTree(name, node.root);
    const told = verify({ ...node, state });
    expect(told).toMatchObject({ status: 0, stderr: '', answer: 'fixed', newlyActive: [] });
    expect(checkOf(told, cause)).toMatchObject({ result: 'fixed', reason: 'succeeded', proving: [] });
    expect(checkOf(told, cause)?.proof?.line).toBeGreaterThan(0);
    expect(verify({ ...node, state }, cause.toLowerCase())).toMatchObject({ status: 0, asked: { cause } });
  });
});

describe('a cause that shows again', () => {
  const node = diagnosedAt('repository-access-denied', '2026-11-19T12:00:00');
  completeTree('repository-access-denied', node.root);

  test('is still there, with the newest line and the association to start', () => {
    const told = verify(node);
    expect(told).toMatchObject({ status: 3, answer: 'still-there' });
    const [first] = told.checks;
    expect(first).toMatchObject({
      cause: 'REPO_ACCESS_DENIED',
      reason: 'happened-again',
      lastSeen: '2026-11-20T03:12:40.207Z',
    });
    expect(first?.proof?.file).toContain('/2026-11-20T03-12-40.207Z/');
    expect(first?.proving[0]?.step).toBe(
      'aws ssm start-associations-once --association-ids a55c1000-0000-4000-8000-000000000001 --region eu-west-1',
    );
  });

  test('is asked about alone, and gives the same answer twice, as no state is written', () => {
    const before = readFileSync(join(node.state, 'diagnosis.state'));
    const [first, second] = [verify(node, 'repo access-denied'), verify(node, 'repo access-denied')];
    expect(first.checks.map(({ cause }) => cause)).toEqual(['REPO_ACCESS_DENIED']);
    const { run: _first, ...told } = first;
    const { run: _second, ...again } = second;
    expect(again).toEqual(told);
    expect(readFileSync(join(node.state, 'diagnosis.state')).equals(before)).toBe(true);
    expect(readdirSync(node.state)).toEqual(['diagnosis.state']);
  });

  test('does not hide what is new beside it', () => {
    appendFileSync(
      join(node.root, LOG),
      '2026-11-20 10:00:00 ERROR open /var/lib/x: no space left on device\n',
    );
    const told = verify(node);
    expect(told.newlyActive.map(({ cause }) => cause)).toContain('HOST_DISK_FULL');
    expect(verify(node, 'HOST_DISK_FULL')).toMatchObject({
      status: 3,
      checks: [{ cause: 'HOST_DISK_FULL', result: 'still-there', reason: 'new' }],
    });
    expect(verify(node, 'HOST_CLOCK_SKEW')).toMatchObject({
      status: 0,
      answer: 'nothing-to-verify',
      checks: [],
    });
  });
});

test('several subjects of one cause are each answered', () => {
  const line = (time: string, host: string): string =>
    `2026-11-20 ${time} ERROR [ssm-agent-worker] dial tcp: lookup ${host} on 10.0.0.2:53: no such host\n`;
  const [one, two] = ['ssm.eu-west-1.amazonaws.com', 'ec2messages.eu-west-1.amazonaws.com'];
  const root = folderOf({ [LOG]: line('03:12:00', one) + line('03:12:01', two) });
  const state = stateOf(root);
  appendFileSync(join(root, LOG), line('04:00:00', two));
  const told = verify({ root, state }, 'NETWORK_DNS_FAILURE');
  expect(told.status).toBe(3);
  expect(told.checks.map(({ subject, result }) => [subject.id, result])).toEqual([
    [two, 'still-there'],
    [one, 'not-yet-provable'],
  ]);
});

test('lines that are gone prove nothing', () => {
  const root = folderOf(SICK);
  const state = stateOf(root);
  writeFileSync(join(root, LOG), '2026-11-21 03:12:00 INFO [ssm-agent-worker] all is well\n');
  expect(verify({ root, state })).toMatchObject({
    status: 4,
    checks: [{ result: 'not-yet-provable', reason: 'gone', proof: null }],
  });
});

describe('without an earlier state', () => {
  test('the evidence alone is judged', () => {
    const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures', name, 'evidence');
    expect(verify({ root: fixture('repository-access-denied') })).toMatchObject({
      status: 3,
      isCompared: false,
      answer: 'still-there',
    });
    expect(verify({ root: fixture('recovered-after-role-was-fixed') })).toMatchObject({
      status: 0,
      isCompared: false,
      answer: 'fixed',
    });
    expect(verify({ root: folderOf(SICK) })).toMatchObject({ status: 4, answer: 'not-yet-provable' });
    const { stdout } = run(['verify', '--root', folderOf(SICK)]);
    expect(stdout).toContain('no earlier report to compare with');
  });

  test('a folder that is not there is not made', () => {
    const state = join(folderOf(), 'none');
    expect(verify({ root: folderOf(SICK), state })).toMatchObject({ isCompared: false, stderr: '' });
    expect(existsSync(state)).toBe(false);
  });

  test('nothing is never there where nothing could be read', () => {
    expect(verify({ root: folderOf() }, 'HOST_DISK_FULL')).toMatchObject({
      status: 4,
      answer: 'not-yet-provable',
      checks: [],
    });
  });
});

test('a state that is damaged is said, and stays where it is', () => {
  const root = folderOf(SICK);
  const state = stateOf(root);
  writeFileSync(join(state, 'diagnosis.state'), 'damage');
  const told = verify({ root, state });
  expect(told).toMatchObject({ status: 4, isCompared: false });
  expect(told.stderr).toMatch(
    /^ssm-doctor: the state is not used, so there is nothing to compare with: [^\n]+\n$/,
  );
  expect(readdirSync(state)).toEqual(['diagnosis.state']);
});

test.runIf(process.getuid?.() === 0)('trusts no state that somebody else may have written', () => {
  const root = folderOf(SICK);
  const state = stateOf(root);
  chmodSync(join(state, 'diagnosis.state'), 0o666);
  expect(verify({ root, state })).toMatchObject({ isCompared: false });
});

describe('verify takes', () => {
  test('--output, text and markdown; a pipe has 80 columns and no colour', () => {
    const folder = folderOf();
    const args = ['verify', '--root', folderOf(SICK)];
    const { status, stdout, stderr } = run([...args, '--output', 'a.txt'], { cwd: folder });
    expect([status, stdout, stderr]).toEqual([4, '', '']);
    const text = readFileSync(join(folder, 'a.txt'), 'utf8');
    expect(text).toMatch(/^NOT YET PROVABLE {2}1 cause\n/);
    expect(text).not.toContain('\x1b');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(run([...args, '--format', 'markdown']).stdout).toMatch(/^# NOT YET PROVABLE: /);
  });

  test('--now and --since like a diagnosis', () => {
    const root = folderOf(SICK);
    expect(verify({ root }, '--now', '2027-01-01').run.now).toBe('2027-01-01T00:00:00.000Z');
    expect(verify({ root }, '--since', '2999-01-01').checks).toEqual([]);
  });

  test('the causes of rules', () => {
    const rules = folderOf({ 'own.yaml': OWN_RULE });
    const root = folderOf({ [LOG]: '2026-11-20 03:12:00 ERROR the corporate mirror fell silent again\n' });
    expect(verify({ root }, 'corp_mirror_silent', '--rules', rules).checks).toHaveLength(1);
    expect(run(['verify', 'CORP_MIRROR_SILENT', '--root', root]).status).toBe(2);
  });

  test('--help shows examples, in 80 columns', () => {
    const { status, stdout } = run(['verify', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('ssm-doctor verify REPO_ACCESS_DENIED');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });

  test.each([
    [['repo_acces_denied'], /expected the id of a cause; did you mean REPO_ACCESS_DENIED\?/],
    [['zzzzqqqq'], /ssm-doctor explain lists all causes/],
    [['a\u001b[31m'], /'a\\x1b\[31m'/],
    [['x'.repeat(100_000)], /expected the id of a cause/],
    [['--state', ''], /--state: expected a folder/],
    [['A', 'B'], /too many arguments/],
  ])('%# is refused in one line', (args, message) => {
    const { status, stdout, stderr } = run(['verify', ...args, '--root', folderOf(SICK)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ssm-doctor: [^\n\x00-\x1f]+ \(see ssm-doctor --help\)\n$/);
    expect(stderr).toMatch(message);
    expect(stderr.length).toBeLessThan(400);
  });
});

test('what a diagnosis calls active is never fixed', () => {
  const { root, state } = diagnosedAt('repository-access-denied', '2026-11-19T12:00:00');
  completeTree('repository-access-denied', root);
  const { stdout } = run(['diagnose', '--root', root, '--format', 'json']);
  const active = (JSON.parse(stdout) as Report).findings.filter(({ status }) => status === 'active');
  const fixed = verify({ root, state }).checks.filter(({ result }) => result === 'fixed');
  expect(active.length).toBeGreaterThan(0);
  expect(fixed.filter(({ cause }) => active.some((finding) => finding.cause === cause))).toEqual([]);
});
