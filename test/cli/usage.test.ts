import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { folderOf, HEALTHY, LOCKED, LOG, PROGRAM, run, SICK } from './child.ts';

const isWindows = process.platform === 'win32';
/** Root may write everywhere, so where the tests run as root the command does not. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534 } : {};
/** Not so where the sources lie in a folder that only root may enter. */
const nobodyCanRun = run(['--version'], { cwd: '/', ...NOBODY }).status === 0;
const healthy = folderOf(HEALTHY);
const sick = folderOf(SICK);

/** A folder to stand in, with what bad usage may name. */
function here(): string {
  const folder = folderOf({
    'text.txt': 'hello\n',
    'damaged.tar.gz': Buffer.from('1f8b0800ffffffff', 'hex'),
    'damaged.zip': Buffer.from('504b0304ffffffff', 'hex'),
    'empty.tar': '',
  });
  mkdirSync(join(folder, 'reports'));
  return folder;
}

/** Runs a line of a shell, in which `$@` is the program. */
function shell(name: string, line: string): SpawnSyncReturns<string> {
  return spawnSync(name, ['-c', line, name, PROGRAM.file, ...PROGRAM.args], { encoding: 'utf8' });
}

/** Runs bad usage and gives what it said. */
function refusal(args: readonly string[], cwd = here(), user: { uid?: number } = {}): string {
  const before = readdirSync(cwd, { recursive: true });
  const { status, stdout, stderr } = run(args, { cwd, ...user });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^ssm-doctor: [^\n]+ \(see ssm-doctor --help\)\n$/);
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  expect(readdirSync(cwd, { recursive: true })).toEqual(before);
  return stderr;
}

describe('bad usage is answered with one line, status 2 and nothing else', () => {
  test.each([
    ['an unknown option', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['an unknown short option', ['-x'], /unknown option '-x'/],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an argument that nothing asks for', ['diagnose', 'here'], /'here'/],
    ['rules without a command', ['rules'], /a command is missing after rules/],
    ['an unknown command of rules', ['rules', 'frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown command of agent', ['agent', 'frobnicate'], /'frobnicate' after agent; give install/],
    ['an argument of agent install', ['agent', 'install', '--print', 'here'], /too many arguments/],
    ['an unknown format of agent status', ['agent', 'status', '--format', 'xml'], /xml.*text, json/],
    ['an empty output of agent status', ['agent', 'status', '--output', ''], /--output: expected a file/],
    ['a root without a value', ['--root'], /--root .*missing/],
    ['an empty root', ['--root', ''], /--root: expected a folder .* empty name; give a path/],
    [
      'a root that is not there',
      ['--root', 'nowhere'],
      /--root nowhere: expected a folder .*; there is nothing at .*nowhere; check the path/,
    ],
    ['a root that is a text', ['--root', 'text.txt'], /--root text\.txt: .*found text.*; pack the files/],
    ['a root that is a damaged tar.gz', ['--root', 'damaged.tar.gz'], /damaged.*; copy or pack it again/],
    [
      'a root that is a damaged zip',
      ['--root', 'damaged.zip'],
      /expected a \.tar, \.tar\.gz or \.zip.*; pack/,
    ],
    ['a root that is an empty file', ['--root', 'empty.tar'], /expected a \.tar, \.tar\.gz or \.zip/],
    ['a root below a file', ['--root', 'text.txt/x'], /there is nothing at/],
    ['an unknown platform', ['--platform', 'bsd'], /--platform.*bsd.*linux, macos, windows/],
    ['an unknown format', ['--format', 'xml'], /--format.*xml.*text, json, markdown/],
    [
      'an unknown severity',
      ['--fail-on', 'bad'],
      /--fail-on.*bad.*CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL/,
    ],
    [
      'an unknown area',
      ['--only', 'weather'],
      /--only weather: expected an area of causes; give one of .*network.*patch/,
    ],
    ['a window that is none', ['--since', 'yesterday'], /--since.*yesterday.*such as 14d, or a date/],
    ['a window in the future', ['--since', '-1d'], /--since.*-1d/],
    ['a window from no date', ['--since', '2026-13-40'], /--since.*such as 2026-11-24/],
    ['a now that is none', ['--now', 'noon'], /--now.*noon.*such as 2026-11-24T03:12:00Z/],
    ['no runs at all', ['--max-runs', '0'], /--max-runs.*'0'.*a whole number from 1 on/],
    ['a number of runs that is none', ['--max-runs', '1e3'], /--max-runs.*1e3/],
    [
      'an output that is a folder',
      ['--root', healthy, '--output', 'reports'],
      /expected a file to write, found a folder: reports; add a file name/,
    ],
    [
      'an output in a folder that is not there',
      ['--root', healthy, '--output', 'nowhere/report.txt'],
      /found nothing at .*nowhere; create it first/,
    ],
    [
      'an output below a file',
      ['--root', healthy, '--output', 'text.txt/report.txt'],
      /found a file at .*text\.txt/,
    ],
    [
      'an empty output',
      ['--root', healthy, '--output', ''],
      /--output: expected a file to write, found an empty name/,
    ],
  ])('%s', (_what, args, message) => {
    expect(refusal(args)).toMatch(message);
  });

  test('controls in an argument do not reach the terminal', () => {
    expect(refusal(['--root', 'a\n\x1b[31mb'])).toContain(String.raw`a\n\x1b[31mb`);
  });

  test.skipIf(isWindows)('a root that is a device, and one whose links lead in a circle', () => {
    const folder = here();
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    expect(refusal(['--root', '/dev/null'])).toMatch(/found something that is not a file/);
    expect(refusal(['--root', 'a'], folder)).toMatch(/its links lead in a circle/);
  });

  test.skipIf(isWindows)('an output that is a link, whose target stays as it was', () => {
    const folder = here();
    symlinkSync('text.txt', join(folder, 'link'));
    expect(refusal(['--root', healthy, '--output', 'link'], folder)).toMatch(/found a link: link/);
    expect(readFileSync(join(folder, 'text.txt'), 'utf8')).toBe('hello\n');
  });

  test.skipIf(isWindows || !nobodyCanRun)('an output in a folder that may not be written', () => {
    const folder = here();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'reports'), 0o555);
    expect(refusal(['--root', 'reports', '--output', 'reports/r.txt'], folder, NOBODY)).toMatch(
      /no permission/,
    );
  });
});

describe('help and version', () => {
  test.each([
    ['--help'],
    ['-h'],
    ['help'],
    ['diagnose', '--help'],
    ['rules', '--help'],
    ['help', 'diagnose'],
  ])('%s %s', (...args) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: ssm-doctor');
  });

  test('--help names the options of the default command and the exit statuses, in 80 columns', () => {
    const { stdout } = run(['--help']);
    for (const word of ['--root', '--since', '--output', '--fail-on', 'Exit status: 0'])
      expect(stdout).toContain(word);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each(['--version', '-V'])('%s is one line', (flag) => {
    const { status, stdout, stderr } = run([flag]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ssm-doctor \S+ \(\S+\)\n$/);
  });

  test.each([
    ['--version', '--format', 'json'],
    ['--format=json', '-V'],
  ])('%s %s %s is all that tells one program from another', (...args) => {
    const { status, stdout, stderr } = run(args);
    expect([status, stderr]).toEqual([0, '']);
    const { tool } = JSON.parse(run(['--root', healthy, '--format', 'json']).stdout) as Report;
    expect(JSON.parse(stdout)).toEqual({
      ...tool,
      node: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      target: expect.stringMatching(/^(?:linux|darwin|win)-(?:x64|arm64)$/),
      form: expect.stringMatching(/^(?:executable|script)$/),
      commit: /\((\S+)\)/.exec(run(['--version']).stdout)?.[1],
    });
  });

  test('--version has two formats', () => {
    expect(run(['--version', '--format', 'text']).stdout).toBe(run(['--version']).stdout);
    expect(refusal(['--version', '--format', 'xml'])).toMatch(/'xml': expected text or json/);
  });
});

describe('the exit status', () => {
  test('is 0 with nothing active, 3 with an active cause, 4 when nothing could be read', () => {
    expect(run(['--root', healthy]).status).toBe(0);
    expect(run(['--root', sick]).status).toBe(3);
    expect(run(['--root', folderOf()]).status).toBe(4);
  });

  test('does not count causes below --fail-on, in letters of either case', () => {
    const locked = folderOf(LOCKED);
    expect(run(['--root', locked, '--fail-on', 'critical']).status).toBe(0);
    expect(run(['--root', locked, '--fail-on', 'High']).status).toBe(3);
    expect(run(['--root', locked, '--fail-on', 'LOW']).status).toBe(3);
  });

  test('is about one area with --only', () => {
    expect(run(['--root', sick, '--only', 'credentials']).status).toBe(3);
    const other = run(['--root', sick, '--only', 'patch', '--format', 'json']);
    expect(other.status).toBe(0);
    expect(JSON.parse(other.stdout)).toMatchObject({ findings: [], verdict: 'compliant' });
  });
});

describe('the report', () => {
  test('goes to stdout, as text, json or markdown', () => {
    expect(run(['--root', sick]).stdout).toMatch(/^NON-COMPLIANT/);
    expect(JSON.parse(run(['diagnose', '--root', sick, '--format', 'json']).stdout)).toMatchObject({
      verdict: 'non-compliant',
    });
    expect(run(['--root', sick, '--format', 'markdown']).stdout).toMatch(/^# /);
  });

  test('goes to --output whole, and nothing to stdout or stderr', () => {
    const folder = here();
    writeFileSync(join(folder, 'report.json'), 'old');
    const before = statSync(join(folder, 'report.json')).ino;
    const names = readdirSync(folder);
    const { status, stdout, stderr } = run(['--root', sick, '--format', 'json', '--output', 'report.json'], {
      cwd: folder,
    });
    expect([status, stdout, stderr]).toEqual([3, '', '']);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      verdict: 'non-compliant',
    });
    expect(readdirSync(folder)).toEqual(names);
    if (!isWindows) expect(statSync(join(folder, 'report.json')).ino).not.toBe(before);
  });

  test('an old report stays whole where the root cannot be used', () => {
    const folder = here();
    writeFileSync(join(folder, 'report.json'), 'old');
    refusal(['--root', 'nowhere', '--output', 'report.json'], folder);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('old');
  });

  test('takes now from --now, and --since with a date counts from that date whatever now is', () => {
    const told = (args: string[]) => JSON.parse(run(['--root', sick, '--format', 'json', ...args]).stdout);
    expect(told(['--now', '2027-01-01']).run.now).toBe('2027-01-01T00:00:00.000Z');
    expect(told(['--now', '2019-01-02T03:04:05']).run.now).toBe('2019-01-02T03:04:05.000Z');
    expect(told(['--now', '2019-01-01', '--since', '2026-01-01']).findings).toHaveLength(1);
    expect(told(['--now', '2019-01-01', '--since', '2999-01-01']).findings).toHaveLength(0);
  });

  test("counts the window of an old copy back from the end of the agent's log", () => {
    const runs =
      'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/a55c1000-0000-4000-8000-000000000001';
    const output = (run: string): string => `${runs}/${run}/awsrunShellScript/PatchLinux/stdout`;
    const [old, recent] = ['2025-01-01T03-12-00.123Z', '2025-03-01T03-12-00.123Z'].map(output) as [
      string,
      string,
    ];
    const log = '2025-03-02 03:12:00 INFO [ssm-agent-worker] all is well\n';
    const root = folderOf({ [LOG]: log, [old]: 'a\n', [recent]: 'b\n' });
    const read = (args: string[]): string[] =>
      JSON.parse(run(['--root', root, '--since', '7d', '--format', 'json', ...args]).stdout)
        .coverage.filter(
          (file: { kind: string; status: string }) => file.kind === 'step-output' && file.status === 'read',
        )
        .map((file: { file: string }) => file.file);
    expect(read([])).toEqual([`/${recent}`]);
    expect(read(['--now', '2025-01-02'])).toEqual([`/${old}`, `/${recent}`]);
    expect(read(['--now', '2026-01-02'])).toEqual([]);
  });
});

describe('what the command is connected to', () => {
  test.skipIf(isWindows)('a reader that leaves early ends it quietly', () => {
    for (const args of [`--root ${sick} --verbose --format json`, 'rules literals', '--help']) {
      const line = `"$@" ${args} | head -1; exit "\${PIPESTATUS[0]}"`;
      const { status, stderr, stdout } = shell('bash', line);
      expect([stderr, stdout.split('\n').length]).toEqual(['', 2]);
      expect([0, 3]).toContain(status);
    }
  });

  test.skipIf(isWindows)(
    'a pipe that is closed before it starts ends it with the status of the report',
    async () => {
      const child = spawn(PROGRAM.file, [...PROGRAM.args, '--root', sick], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      const [stderr, status] = await Promise.all([
        textOf(child.stderr),
        new Promise((done) => child.on('close', done)),
      ]);
      expect([status, stderr]).toEqual([3, '']);
    },
  );

  test.skipIf(isWindows)('closed descriptors change neither the report nor the status', () => {
    for (const redirection of ['<&-', '2>&-', '<&- 2>&-']) {
      const { status, stdout } = shell('sh', `"$@" --root ${sick} ${redirection}`);
      expect(status).toBe(3);
      expect(stdout).toMatch(/^NON-COMPLIANT/);
    }
  });

  test.skipIf(process.platform !== 'linux')(
    'a full disk behind stdout is said in one line, with status 1',
    () => {
      const { status, stderr } = shell('sh', `"$@" --root ${sick} >/dev/full`);
      expect([status, stderr]).toEqual([
        1,
        'ssm-doctor: expected to write to stdout, found ENOSPC; use --output FILE\n',
      ]);
    },
  );

  test('nothing is read from stdin', () => {
    expect(run(['--root', sick], { input: 'x'.repeat(1_000_000) }).status).toBe(3);
  });
});

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
