import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import schema from '../../src/report/subject-report.schema.json' with { type: 'json' };
import type { SubjectReport } from '../../src/report/subject-report.ts';
import { folderOf, HEALTHY, LOG, PROGRAM, run, SICK } from './child.ts';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures', name, 'evidence');
const REFUSED = fixture('repository-access-denied');
const ASSOCIATION = 'a55c1000-0000-4000-8000-000000000001';

/** The answer as json, checked against its schema, and the exit status. */
function answer(subject: string, root: string, ...args: string[]): SubjectReport & { status: number | null } {
  const { status, stdout, stderr } = run(['why', subject, '--root', root, '--format', 'json', ...args]);
  expect(stderr).toBe('');
  const parsed = JSON.parse(stdout) as SubjectReport;
  validate(parsed);
  expect(validate.errors).toBeNull();
  return { ...parsed, status };
}

function causesOf({ findings }: SubjectReport): string[] {
  return findings.map(({ cause }) => cause);
}

describe('why answers about', () => {
  test('a package whose installation failed', () => {
    const told = answer('synthetic-tools', fixture('loose-files-from-a-ticket'));
    expect(told).toMatchObject({
      status: 3,
      answer: 'active',
      subject: { kind: 'name', name: 'synthetic-tools' },
    });
    expect(causesOf(told)).toContain('PKG_GPG_FAILURE');
    expect(told.runs).toMatchObject([{ outcome: 'failed', causes: ['PKG_GPG_FAILURE'], named: 4 }]);
    expect(told.lines[0]?.evidence.excerpt).toContain('synthetic-tools');
  });

  test('a package that waits for a reboot, by its state', () => {
    const told = answer('kernel-default.x86_64', fixture('reboot-pending-in-state-file'));
    expect(told).toMatchObject({
      status: 3,
      answer: 'active',
      patches: [{ state: 'InstalledPendingReboot', compliant: false }],
    });
    expect(causesOf(told)).toContain('PATCH_REBOOT_PENDING');
  });

  test.each([
    ['Missing', false],
    ['Failed', false],
    ['INSTALLED_PENDING_REBOOT', false],
    ['InstalledOther', true],
  ])('a patch that is %s', (state, compliant) => {
    const states = {
      patchStates: { 'KB5034441 Security Update': { id: 'KB5034441', installedTime: 0, state } },
    };
    const root = folderOf({
      'ProgramData/Amazon/PatchBaselineOperations/State/PatchStatesConfiguration.json':
        JSON.stringify(states),
      'ProgramData/Amazon/SSM/Logs/amazon-ssm-agent.log':
        '2026-11-20 03:12:00 INFO [ssm-agent-worker] all is well\n',
    });
    const told = answer('KB5034441', root, '--platform', 'windows');
    expect(told.patches).toMatchObject([{ state, compliant, evidence: { line: 1 } }]);
    expect(told.status).toBe(compliant ? 0 : 3);
  });

  test('a package beside it that is installed', () => {
    const told = answer('sudo', fixture('reboot-pending-in-state-file'));
    expect(told).toMatchObject({ answer: 'no-trouble', findings: [], patches: [{ state: 'Installed' }] });
  });

  test('a package that was updated, and no other that is called nearly so', () => {
    const told = answer('openssl-libs', fixture('healthy-rhel-9'));
    expect(told).toMatchObject({
      status: 0,
      answer: 'no-trouble',
      findings: [],
      runs: [{ outcome: 'succeeded' }],
    });
    expect(answer('openssl', fixture('healthy-rhel-9'))).toMatchObject({ status: 0, lines: [] });
  });

  test('a Windows update, in UTF-16 output too', () => {
    const told = answer('5099001', fixture('healthy-windows-server-2022'));
    expect(told).toMatchObject({
      status: 0,
      answer: 'no-trouble',
      subject: { kind: 'patch', name: 'KB5099001' },
    });
    expect(told.lines.some(({ evidence }) => evidence.file.endsWith('/PatchWindows/stdout'))).toBe(true);
  });

  test('an association: its runs, their causes, the lines of the agent', () => {
    const told = answer(ASSOCIATION, REFUSED);
    expect(told).toMatchObject({ status: 3, answer: 'active', subject: { kind: 'run' } });
    expect(causesOf(told)).toContain('REPO_ACCESS_DENIED');
    expect(told.runs).toHaveLength(3);
    expect(told.runs.map(({ operation }) => operation.associationId)).toEqual(Array(3).fill(ASSOCIATION));
    expect(told.lines.length).toBeGreaterThan(0);
  });

  test('an association, and not a command that failed the same way', () => {
    const ended = (run: string, time: string): string =>
      `2026-11-20 ${time} INFO [ssm-document-worker] [${run}] [DataBackend] [pluginName=aws:runShellScript] The execution of command returned Exit Status: 2\n`;
    const command = 'c0ffee00-0000-4000-8000-000000000002';
    const root = folderOf({
      [LOG]: ended(`${ASSOCIATION}.2026-11-20T03-12-00.123Z`, '03:12:05') + ended(command, '04:12:05'),
    });
    const told = answer(ASSOCIATION, root);
    expect(told.findings).toMatchObject([
      { cause: 'DOCUMENT_STEP_FAILED', operation: { associationId: ASSOCIATION }, evidence: [{ line: 1 }] },
    ]);
    expect(answer(command, root).findings).toMatchObject([
      { operation: { commandId: command }, evidence: [{ line: 2 }] },
    ]);
  });

  test('a document, by the associations that name it', () => {
    const told = answer('AWS-RunPatchBaseline', REFUSED);
    expect(told).toMatchObject({ status: 3, subject: { kind: 'document' } });
    expect(causesOf(told)).toContain('REPO_ACCESS_DENIED');
    expect(told.runs).toHaveLength(3);
  });

  test('a cause, with the root where it is a consequence, and only these', () => {
    const told = answer('patch_run_failed', REFUSED);
    expect(told.subject).toMatchObject({ kind: 'cause', name: 'PATCH_RUN_FAILED' });
    expect(causesOf(told).sort()).toEqual(['PATCH_RUN_FAILED', 'REPO_ACCESS_DENIED']);
    const other = answer('HOST_DISK_FULL', REFUSED);
    expect(other).toMatchObject({ answer: 'not-named', findings: [] });
  });

  test('a cause that has recovered', () => {
    const told = answer('IAM_ACCESS_DENIED', fixture('recovered-after-role-was-fixed'));
    expect(told).toMatchObject({ status: 0, answer: 'recovered', findings: [{ status: 'recovered' }] });
  });

  test('what nothing names: where it would be named', () => {
    const told = answer('KB5034441', fixture('healthy-windows-server-2022'));
    expect(told).toMatchObject({ status: 0, answer: 'not-named', lineCount: 0, runs: [] });
    expect(told.places.map(({ where }) => where).join()).toContain('PatchBaselineOperations');
  });

  test('nothing where nothing could be read', () => {
    expect(answer('openssl', folderOf())).toMatchObject({ status: 4, answer: 'inconclusive' });
  });

  test('an error line about it that no cause knows', () => {
    const root = folderOf({
      [LOG]: '2026-11-20 03:12:00 ERROR [ssm-agent-worker] the frobnicator of zorkmid-tools fell over\n',
    });
    expect(answer('zorkmid-tools', root)).toMatchObject({
      status: 4,
      answer: 'inconclusive',
      lines: [{ says: 'unknown-error' }],
    });
    expect(answer('another-tool', root)).toMatchObject({ lines: [], unrecognized: [] });
  });
});

describe('why takes', () => {
  test('--now and --since like a diagnosis', () => {
    expect(answer(ASSOCIATION, REFUSED, '--now', '2027-01-01').run.now).toBe('2027-01-01T00:00:00.000Z');
    expect(answer(ASSOCIATION, REFUSED, '--since', '2999-01-01').findings).toEqual([]);
  });

  test('--platform', () => {
    const told = answer('openssl', folderOf(HEALTHY), '--platform', 'windows');
    expect(told.node.platform).toBe('windows');
  });

  test('--output, and text and markdown', () => {
    const folder = folderOf();
    const args = ['why', 'openssl-libs', '--root', fixture('healthy-rhel-9')];
    const { status, stdout, stderr } = run([...args, '--output', 'a.txt'], { cwd: folder });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toMatch(
      /^openssl-libs {2}named, and nothing is wrong/,
    );
    expect(run([...args, '--format', 'markdown']).stdout).toMatch(/^# `openssl-libs`: named/);
  });

  test('a pipe and a plain locale: 80 columns, no colour, ASCII', () => {
    const env = { PATH: process.env.PATH, LANG: 'C' };
    const { stdout } = spawnSync(PROGRAM.file, [...PROGRAM.args, 'why', ASSOCIATION, '--root', REFUSED], {
      encoding: 'utf8',
      env,
    });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout.length).toBeLessThanOrEqual(2400);
  });

  test('--help shows examples, in 80 columns', () => {
    const { status, stdout } = run(['why', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Exit status: 0');
    expect(stdout).toContain('ssm-doctor why KB5034441');
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(80);
  });
});

describe('hostile subjects are only names', () => {
  const sick = folderOf(SICK);

  test.each([
    '../../../etc/passwd',
    '.*',
    'a)(*',
    '[a',
    '$(id)',
    '%s%n',
    '-'.repeat(3).concat('x'),
    '__proto__',
    'é💥',
  ])('%s', (subject) => {
    const { status, stdout, stderr } = run(['why', '--root', sick, '--', subject]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('nothing on this node names it');
  });

  test.each([
    [[''], /empty name/],
    [['x'], /one character: x/],
    [['a\u001b[31m'], /control characters in 'a\\x1b\[31m'/],
    [['a\nb'], /control characters/],
    [['x'.repeat(100_000)], /found 100000 characters/],
    [[], /missing/],
    [['openssl', '--root', 'nowhere'], /--root nowhere/],
    [['openssl', '--frobnicate'], /unknown option '--frobnicate'/],
  ])('%# is refused in one line', (args, message) => {
    const { status, stdout, stderr } = run(['why', ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ssm-doctor: [^\n\x00-\x1f]+ \(see ssm-doctor --help\)\n$/);
    expect(stderr).toMatch(message);
  });
});
