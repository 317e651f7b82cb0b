import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, PROGRAM, run } from './child.ts';

/** Says it as text, in a pipe. */
function said(...args: string[]): string {
  const { status, stdout, stderr } = run(['explain', ...args]);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

describe('explain', () => {
  test('tells a cause: meaning, how it is told, remedy, check', () => {
    const text = said('repo_access_denied');
    expect(text).toMatch(/^REPO_ACCESS_DENIED\n/);
    for (const label of ['means', 'told by', 'fix', 'verify', 'over by', 'more'])
      expect(text).toMatch(new RegExp(`^ {3}${label} +\\S`, 'm'));
    expect(text.length).toBeLessThan(2400);
  });

  test('tells a code that begins with a minus, and the words of a sentence', () => {
    expect(said('-2147012894')).toMatch(/^-2147012894 \(0x80072EE2, 2147954402\)\n/);
    expect(said('exit', 'status', '156')).toMatch(/^156 \(0x9C\)\n/);
  });

  test('without an argument lists every cause with its severity', () => {
    const text = said();
    expect(
      text.match(/^ {3}[A-Z_0-9]+ +(?:CRITICAL|HIGH|MEDIUM|LOW|INFORMATIONAL) +\S/gm)?.length,
    ).toBeGreaterThan(200);
    expect(text).toMatch(/^patch: \d+ causes$/m);
  });

  test.each([['137'], ['HOST_DISK_FULL'], ['0x80240001'], []])(
    'fits 80 columns but for addresses: %s',
    (...args) => {
      expect(widest(said(...args).replace(/^ +more +https:.*$/gm, ''))).toBeLessThanOrEqual(80);
    },
  );

  test('is plain ASCII where the locale is', () => {
    const env = { PATH: process.env.PATH, LANG: 'C' };
    const { stdout } = spawnSync(PROGRAM.file, [...PROGRAM.args, 'explain', 'AGENT_HIBERNATING'], {
      encoding: 'utf8',
      env,
    });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('gives the same as json and as markdown', () => {
    expect(JSON.parse(said('156', '--format', 'json'))).toMatchObject({
      schemaVersion: '1.0',
      asked: '156',
      codes: [{ value: 156 }],
    });
    expect(said('156', '--format', 'markdown')).toMatch(/^# .*156.*\n\n## /);
    expect(said('HOST_DISK_FULL', '--format', 'markdown')).toMatch(/^# HOST_DISK_FULL\n/);
    expect(said('--format', 'markdown')).toMatch(/^## Area agent\n/);
  });

  test('goes to --output and nowhere else', () => {
    const folder = folderOf();
    const { status, stdout, stderr } = run(['explain', '156', '--output', 'a.txt'], { cwd: folder });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toMatch(/^156/);
  });
});

describe('explain refuses in one line, with status 2', () => {
  test.each([
    [['REPO_ACESS_DENIED'], /did you mean REPO_ACCESS_DENIED\?/],
    [['xyzzy'], /explain without an argument lists all causes/],
    [['--frobnicate'], /unknown option '--frobnicate'/],
    [['156', '-x'], /unknown option '-x'/],
    [['156', '--format', 'xml'], /--format.*xml.*text, json, markdown/],
    [['156', '--output', ''], /--output: expected a file to write/],
    [['a\u001b[31m\nb'], /'a\\x1b\[31m\\nb'/],
    [['x'.repeat(100_000)], /'x{60}…'/],
    [['../../etc/passwd'], /expected the id of a cause/],
    [['.*'], /expected the id of a cause/],
    [[''], /expected the id of a cause/],
  ])('%#', (args, message) => {
    const { status, stdout, stderr } = run(['explain', ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ssm-doctor: [^\n\x00-\x1f]+ \(see ssm-doctor --help\)\n$/);
    expect(stderr).toMatch(message);
  });
});
