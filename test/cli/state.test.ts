import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { evidenceOf } from '../fixtures/scenario.ts';
import { program } from '../support/program.ts';

const PROGRAM = program();
const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';
const LONG_AGO = new Date(Date.UTC(2026, 0, 1));

let scratch: string;
let root: string;
let state: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-state-'));
  root = join(scratch, 'node');
  state = join(scratch, 'state');
  cpSync(evidenceOf('repository-access-denied'), root, { recursive: true });
  for (const path of readdirSync(root, { recursive: true }))
    utimesSync(join(root, String(path)), LONG_AGO, LONG_AGO);
});

afterEach(() => rmSync(scratch, { recursive: true }));

interface Run {
  readonly status: number | null;
  readonly report: Report;
  readonly stderr: string;
}

function diagnose(...more: string[]): Run {
  const args = [...PROGRAM.args, 'diagnose', '--root', root, '--format', 'json', ...more];
  const { status, stdout, stderr } = spawnSync(PROGRAM.file, args, { encoding: 'utf8' });
  return { status, report: JSON.parse(stdout) as Report, stderr };
}

/** A report without facts about the run, and without what became of the findings. */
function essence({ run: _run, findings, ...rest }: Report): unknown {
  return { ...rest, findings: findings.map(({ trend: _trend, ...finding }) => finding) };
}

function trends({ findings }: Report): string[] {
  return findings.map(({ cause, trend }) => `${cause} ${trend?.kind ?? 'unsaid'}`);
}

describe('diagnose --state', () => {
  test('gives the same report again and again, and leaves one file that only its owner may read', () => {
    const whole = diagnose();
    for (let run = 0; run < 3; run++) {
      const { status, report, stderr } = diagnose('--state', state);
      expect([status, stderr]).toEqual([whole.status, '']);
      expect(essence(report)).toEqual(essence(whole.report));
    }
    expect(readdirSync(state)).toEqual(['diagnosis.state']);
    expect([state, join(state, 'diagnosis.state')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o600,
    ]);
  });

  test('says what became of each finding since the last report', () => {
    expect(trends(diagnose('--state', state).report)).toContain('REPO_ACCESS_DENIED unsaid');
    expect(trends(diagnose('--state', state).report)).toContain('REPO_ACCESS_DENIED ongoing');
    const [first] = diagnose('--state', state).report.findings;
    expect(first?.trend).toEqual({ kind: 'ongoing', since: first?.firstSeen });
    appendFileSync(join(root, LOG), '2026-11-30 10:00:00 ERROR open /var/lib/x: no space left on device\n');
    const later = trends(diagnose('--state', state).report);
    expect(later).toContain('REPO_ACCESS_DENIED ongoing');
    expect(later.some((trend) => / new$/.test(trend))).toBe(true);
  });

  test('tells shortly in text what is new', () => {
    diagnose('--state', state);
    const args = [...PROGRAM.args, 'diagnose', '--root', root, '--state', state];
    expect(spawnSync(PROGRAM.file, args, { encoding: 'utf8' }).stdout).toMatch(
      /REPO_ACCESS_DENIED .*ongoing/,
    );
  });

  test.each<[string, (text: string) => string]>([
    ['cut', (text) => text.slice(0, -100)],
    ['changed', (text) => text.replace('REPO_ACCESS_DENIED', 'REPO_ACCESS_DENIES')],
    ['empty', () => ''],
    ['of a newer version', (text) => text.replace('"version":2', '"version":99')],
    ['of another root', (text) => text.replace(root, '/elsewhere')],
  ])('sets a state aside that is %s, says so in one line, and goes on', (_how, damage) => {
    const whole = diagnose('--state', state).report;
    const path = join(state, 'diagnosis.state');
    writeFileSync(path, damage(readFileSync(path, 'latin1')), 'latin1');
    const { report, stderr } = diagnose('--state', state);
    expect(essence(report)).toEqual(essence(whole));
    expect(stderr).toMatch(/^ssm-doctor: the state is set aside as [^\n]+\n$/);
    expect(readdirSync(state).sort()).toEqual(['diagnosis.state', 'diagnosis.state.aside-1']);
    expect(diagnose('--state', state).stderr).toBe('');
  });

  test('notices damage in what it has of the files when it needs them', () => {
    diagnose('--state', state);
    const path = join(state, 'diagnosis.state');
    writeFileSync(path, readFileSync(path, 'latin1').replace(/.(?=.{20}$)/, '#'), 'latin1');
    appendFileSync(join(root, LOG), '2026-11-30 10:00:00 INFO nothing\n');
    const { report, stderr } = diagnose('--state', state);
    expect(essence(report)).toEqual(essence(diagnose().report));
    expect(stderr).toMatch(/^ssm-doctor: the state is set aside as [^\n]+ damaged\n$/);
  });

  test('keeps three of the states that were set aside, at most', () => {
    for (let run = 0; run < 5; run++) {
      diagnose('--state', state);
      writeFileSync(join(state, 'diagnosis.state'), `damage ${run}`);
    }
    diagnose('--state', state);
    expect(readdirSync(state)).toHaveLength(4);
    const asides = readdirSync(state).filter((name) => name.includes('aside'));
    expect(asides.map((name) => readFileSync(join(state, name), 'utf8')).sort()).toEqual([
      'damage 2',
      'damage 3',
      'damage 4',
    ]);
  });

  test('reads everything again where another version made the state, and says so', () => {
    diagnose('--state', state);
    const path = join(state, 'diagnosis.state');
    writeFileSync(path, readFileSync(path, 'latin1').replace('"maker":"', '"maker":"other '), 'latin1');
    const { report, stderr } = diagnose('--state', state);
    expect(stderr).toMatch(/^ssm-doctor: everything is read again: [^\n]+\n$/);
    expect(trends(report)).toContain('REPO_ACCESS_DENIED ongoing');
  });

  test('goes on without a state where a file stands in the place of its folder', () => {
    writeFileSync(state, '');
    const { report, stderr } = diagnose('--state', state);
    expect(report.findings[0]?.cause).toBe('REPO_ACCESS_DENIED');
    expect(stderr).toMatch(/^ssm-doctor: the state is not used[^\n]+\n$/);
  });

  test.runIf(process.getuid?.() === 0)('trusts no state that somebody else may have written', () => {
    diagnose('--state', state);
    chmodSync(join(state, 'diagnosis.state'), 0o666);
    expect(diagnose('--state', state).stderr).toMatch(/^ssm-doctor: the state is not used[^\n]+\n$/);
  });

  test('goes on, and says it, where the state cannot be written', () => {
    const limited = `ulimit -f 1; exec "$0" "$@"`;
    const args = ['-c', limited, PROGRAM.file, ...PROGRAM.args, 'diagnose', '--root', root, '--state', state];
    const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
    expect(stdout).toContain('REPO_ACCESS_DENIED');
    expect(stderr).toMatch(/^ssm-doctor: the state is not kept, [^\n]+\n$/);
    expect(readdirSync(state)).toEqual([]);
  });

  test('is whole after a run was killed at any moment', async () => {
    const whole = diagnose('--state', state).report;
    for (let moment = 0; moment < 8; moment++) {
      appendFileSync(join(root, LOG), '2026-11-30 10:00:00 INFO nothing\n');
      const child = spawn(PROGRAM.file, [...PROGRAM.args, 'diagnose', '--root', root, '--state', state]);
      const ended = once(child, 'exit');
      await setTimeout(150 + 100 * moment);
      child.kill('SIGKILL');
      await ended;
    }
    const { report, stderr } = diagnose('--state', state);
    expect(stderr).toBe('');
    expect(report.findings.map(({ cause, count }) => [cause, count])).toEqual(
      whole.findings.map(({ cause, count }) => [cause, count]),
    );
  });

  test('is whole after several runs at once', async () => {
    const children = [1, 2, 3].map(() =>
      spawn(PROGRAM.file, [...PROGRAM.args, 'diagnose', '--root', root, '--state', state], { stdio: 'pipe' }),
    );
    const errors = children.map((child) => text(child.stderr));
    for (const child of children) child.stdout.resume();
    expect(await Promise.all(errors)).toEqual(['', '', '']);
    expect(readdirSync(state)).toEqual(['diagnosis.state']);
    expect(diagnose('--state', state).stderr).toBe('');
  });

  test('is refused without a folder', () => {
    const args = [...PROGRAM.args, 'diagnose', '--root', root, '--state', ''];
    const { status, stderr } = spawnSync(PROGRAM.file, args, { encoding: 'utf8' });
    expect([status, stderr.split('\n')[0]]).toEqual([
      2,
      'ssm-doctor: --state: expected a folder, found an empty name; give a path (see ssm-doctor --help)',
    ]);
    expect(existsSync(state)).toBe(false);
  });
});
