import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIRROR, mirrorWith } from '../rules/a-rule.ts';
import { folderOf, HEALTHY, LOG, run, SICK } from './child.ts';

const isWindows = process.platform === 'win32';
const OUTPUT =
  'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/11111111-aaaa-4bbb-8ccc-000000000001/awsrunShellScript/PatchLinux/stdout';
const DOWN = { [OUTPUT]: 'error: mirror packages.example.com is out of reach\n' };
const BACK = {
  [OUTPUT]: `${DOWN[OUTPUT]}mirror packages.example.com answers again\n`,
};
const HARMLESS = `harmless:
  - id: our-noise
    in: [output, agent]
    pattern: 'mirror [a-z0-9.-]{1,253} is out of reach|no EC2 instance role found'
    why: Our own hook says so each time.
    samples: [mirror a.example is out of reach, no EC2 instance role found]
`;

function rulesOf(files: Readonly<Record<string, string>>): string {
  return folderOf(files);
}

function report(args: readonly string[]) {
  const { status, stdout, stderr } = run([...args, '--format', 'json']);
  expect(stderr).toBe('');
  return { status, report: JSON.parse(stdout) };
}

function refusal(args: readonly string[]): string {
  const { status, stdout, stderr } = run(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^ssm-doctor: [^\n]+ \(see ssm-doctor --help\)\n$/);
  return stderr;
}

describe('diagnose --rules', () => {
  const rules = rulesOf({ 'mirror.yaml': MIRROR, 'README.txt': 'no rule' });

  test('finds what a rule tells, and says whose word it is', () => {
    const root = folderOf(DOWN);
    const before = report(['--root', root]);
    expect([before.status, before.report.findings, before.report.unrecognized.length]).toEqual([4, [], 1]);
    const after = report(['--root', root, '--rules', rules]);
    expect(after.status).toBe(3);
    expect(after.report.unrecognized).toEqual([]);
    expect(after.report.findings).toMatchObject([
      {
        cause: 'MIRROR_DOWN',
        area: 'mirror',
        status: 'active',
        subject: { kind: 'endpoint', id: 'packages.example.com' },
        rule: join(rules, 'mirror.yaml'),
      },
    ]);
    expect(after.report.tool.catalogVersion).toBe(`${before.report.tool.catalogVersion}+2 rules`);
    for (const format of [[], ['--verbose'], ['--format', 'markdown']])
      expect(run(['--root', root, '--rules', rules, ...format]).stdout).toMatch(/[Rr]ule:? .*mirror\.yaml/);
  });

  test('lets a success of a rule close its finding', () => {
    const { status, report: closed } = report(['--root', folderOf(BACK), '--rules', rules]);
    expect([status, closed.findings[0]?.status]).toEqual([0, 'recovered']);
  });

  test('takes several folders and files', () => {
    const other = mirrorWith(
      ['id: MIRROR_DOWN', 'id: OTHER_DOWN'],
      ['id: mirror-down', 'id: other-down'],
      ['id: mirror-is-back', 'id: other-is-back'],
      ['- MIRROR_DOWN', '- OTHER_DOWN'],
    );
    const file = join(rulesOf({ 'other.yaml': other }), 'other.yaml');
    const both = report(['--root', folderOf(HEALTHY), '--rules', rules, '--rules', file]);
    expect(both.report.tool.catalogVersion).toMatch(/\+4 rules$/);
  });

  test('knows the areas of rules', () => {
    expect(report(['--root', folderOf(DOWN), '--rules', rules, '--only', 'mirror']).status).toBe(3);
    expect(refusal(['--root', folderOf(DOWN), '--only', 'mirror'])).toContain('--only mirror');
  });

  test('lets harmless lines silence the rules, and nothing of the product', () => {
    const quiet = rulesOf({ 'mirror.yaml': MIRROR, 'noise.yaml': HARMLESS });
    const silenced = report(['--root', folderOf({ ...DOWN, ...HEALTHY }), '--rules', quiet]).report;
    expect([silenced.findings, silenced.unrecognized]).toEqual([[], []]);
    expect(silenced.harmless).toMatchObject([{ id: 'our-noise', why: 'Our own hook says so each time.' }]);
    const sick = report(['--root', folderOf(SICK), '--rules', quiet]).report;
    expect(sick.findings.map(({ cause }: { cause: string }) => cause)).toEqual([
      'CREDENTIALS_NO_INSTANCE_PROFILE',
    ]);
  });

  test('changes nothing about what the product says itself', () => {
    const root = join(import.meta.dirname, '../../fixtures/repository-access-denied/evidence');
    const own = report(['--root', root]).report;
    const with_ = report(['--root', root, '--rules', rules]).report;
    expect(with_.findings).toEqual(own.findings);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a bad rule',
      { 'a.yaml': mirrorWith(['severity: HIGH', 'severity: high']) },
      /a\.yaml:4:11: severity: expected one of/,
    ],
    [
      'several',
      { 'a.yaml': mirrorWith(['severity: HIGH', 'severity: high'], ['- PATCH_RUN_FAILED', '- a']) },
      /, and 1 more; see ssm-doctor rules test /,
    ],
    [
      'a slow pattern',
      { 'a.yaml': mirrorWith(['[a-z0-9.-]{1,253})', '[a-z0-9.-]+)+']) },
      /a\.yaml:22:14: signals\[1\]\.pattern: may need more than linear time/,
    ],
  ])('refuses %s before anything is read or written', (_what, files, expected) => {
    const output = join(folderOf(), 'report');
    expect(refusal(['--root', folderOf(DOWN), '--rules', rulesOf(files), '--output', output])).toMatch(
      expected,
    );
    expect(existsSync(output)).toBe(false);
  });

  test.each([[''], ['no/such/folder']])('refuses the path %j', (path) => {
    expect(refusal(['--root', folderOf(DOWN), '--rules', path])).toMatch(
      /expected a folder|there is nothing here/,
    );
  });

  test.skipIf(isWindows || process.getuid?.() !== 0)('run by root refuses what others may write', () => {
    const folder = rulesOf({ 'mirror.yaml': MIRROR });
    chmodSync(join(folder, 'mirror.yaml'), 0o666);
    expect(refusal(['--root', folderOf(DOWN), '--rules', folder])).toContain(
      'mirror.yaml: expected a file that only its owner may write',
    );
  });

  test.skipIf(isWindows)('does not follow a link out of the folder', () => {
    const folder = rulesOf({});
    symlinkSync(join(rulesOf({ 'mirror.yaml': MIRROR }), 'mirror.yaml'), join(folder, 'mirror.yaml'));
    expect(refusal(['--root', folderOf(DOWN), '--rules', folder])).toContain('expected a file, found a link');
  });
});

describe('rules test', () => {
  test('says in one line that all is well', () => {
    const { status, stdout, stderr } = run(['rules', 'test', rulesOf({ 'a.yaml': MIRROR })]);
    expect([status, stdout, stderr]).toEqual([0, '1 file, 1 cause, 2 patterns: all is well\n', '']);
  });

  test('prints a line for each problem and a summary, with status 2', () => {
    const folder = rulesOf({
      'a.yaml': mirrorWith(
        ['packages.example.com was', 'packages.example.com is'],
        ['area: mirror', 'area: "\\e[31m"'],
      ),
      'b.yaml': 'harmless: []\n',
    });
    const { status, stdout } = run(['rules', 'test', folder]);
    expect(status).toBe(2);
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${join(folder, 'a.yaml')}:2:7: area: expected an area such as package or our-proxy, found "\\u001b[31m"`,
      `${join(folder, 'b.yaml')}:1:11: harmless: expected at least 1 here, found 0`,
      '2 files, 0 causes, 0 patterns: 2 problems',
    ]);
  });

  test('says so where there is no rule', () => {
    const { status, stdout } = run(['rules', 'test', rulesOf({ 'a.txt': MIRROR })]);
    expect(status).toBe(2);
    expect(stdout).toMatch(
      /: there is no rule, which would end with \.yaml\n0 files, 0 causes, 0 patterns: 1 problem\n$/,
    );
  });

  test('refuses texts that the search has no room for, and so does a diagnosis', () => {
    const alike = Array.from({ length: 40 }, (_, index) => {
      const text = `${'ab'.repeat(index)}our hook stumbled`;
      return `  - {id: alike-${index}, in: [output], pattern: ${text}, why: Ours., samples: [${text}]}\n`;
    });
    const folder = rulesOf({ 'a.yaml': `harmless:\n${alike.join('')}` });
    const { status, stdout } = run(['rules', 'test', folder]);
    expect([status, stdout]).toEqual([
      2,
      `${folder}: more than 32 literals at one position; use fewer, or longer texts\n1 file, 0 causes, 40 patterns: 1 problem\n`,
    ]);
    expect(refusal(['--root', folderOf(DOWN), '--rules', folder])).toContain(
      'rules: more than 32 literals at one position',
    );
  });

  test('takes four times the patterns that the product has', { timeout: 120_000 }, () => {
    const folder = rulesOf(
      Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`${index}.yaml`, manyRules(index)])),
    );
    const { status, stdout } = run(['rules', 'test', folder]);
    expect([status, stdout]).toEqual([0, '14 files, 0 causes, 2800 patterns: all is well\n']);
    const noise = report([
      '--root',
      folderOf({ [OUTPUT]: 'the hook 3-7 of step eight reports nothing of note\n' }),
      '--rules',
      folder,
    ]);
    expect(noise.report.harmless).toMatchObject([{ id: 'noise-3-7', count: 1 }]);
  });
});

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function manyRules(file: number): string {
  const rules = Array.from({ length: 200 }, (_, index) => {
    const text = `the hook ${file}-${index} of step ${WORDS[index % WORDS.length]} reports nothing of note`;
    return `  - {id: noise-${file}-${index}, in: [output], pattern: '${text}', why: Ours., samples: ['${text}']}\n`;
  });
  return `harmless:\n${rules.join('')}`;
}

describe('rules list', () => {
  test('names every cause with where it comes from', () => {
    const folder = rulesOf({ 'a.yaml': MIRROR });
    const { status, stdout } = run(['rules', 'list', '--rules', folder]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(status).toBe(0);
    expect(rows.find(([id]) => id === 'MIRROR_DOWN')).toEqual([
      'MIRROR_DOWN',
      'HIGH',
      'linux',
      '1',
      join(folder, 'a.yaml'),
    ]);
    expect(rows.find(([id]) => id === 'mirror-is-back')).toEqual([
      'mirror-is-back',
      'success',
      'linux,macos,windows',
      '1',
      join(folder, 'a.yaml'),
    ]);
    expect(rows.find(([id]) => id === 'REPO_ACCESS_DENIED')?.at(-1)).toBe('ssm-doctor');
  });
});

describe('rules new', () => {
  const line = 'plugin cache entry 4711 of /opt/cache/a-b/index.db could not be pinned';
  const log = `${HEALTHY[LOG]}2026-11-20 03:13:00 ERROR [ssm-agent-worker] ${line}\n2026-11-20 03:14:00 ERROR [ssm-agent-worker] ${line.replace('4711', '4712').replace('a-b', 'c')}\n`;
  const root = folderOf({ [LOG]: log });

  test('makes a rule that passes its test and knows the line', () => {
    const folder = rulesOf({});
    const file = join(folder, 'new.yaml');
    const made = run(['rules', 'new', '--from', '1', '--root', root, '--output', file]);
    expect([made.status, made.stdout, made.stderr]).toEqual([0, '', '']);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^ {6}- 'plugin cache entry 4712 of \/opt\/cache\/c\/index\.db could not be pinned'$/m,
    );
    expect(run(['rules', 'test', folder]).stdout).toBe('1 file, 1 cause, 1 pattern: all is well\n');
    const { report: known } = report(['--root', root, '--rules', folder]);
    expect(known.unrecognized).toEqual([]);
    expect(known.findings).toMatchObject([{ cause: 'MY_PLUGIN_CACHE_ENTRY_COULD', count: 2 }]);
  });

  test('makes the same rule from a report', () => {
    const file = join(folderOf(), 'report.json');
    run(['--root', root, '--format', 'json', '--output', file]);
    const [direct, fromReport, numbered] = [['1', '--root', root], [file], [`${file}#1`]].map(
      (from) => run(['rules', 'new', '--from', ...from]).stdout,
    );
    expect(fromReport).toBe(direct);
    expect(numbered).toBe(direct);
  });

  test.each([
    ['a quotation', `it's "so-so" and 100% [odd] (very) {x} a|b ^$ \\d *+? of the hook`],
    [
      'many values',
      'hook ended: id=123 host=10.0.0.1 url=https://a.example/b?c=d arn=arn:aws:s3:::b code=0x80070005 uuid 11111111-aaaa-4bbb-8ccc-000000000001 after 2026-11-20 03:12:00.123',
    ],
    ['a secret', 'hook refused the answer: password=hunter22hunter22 was not taken by the server'],
    ['a long line', `hook wrote too much about it: ${'word '.repeat(200)}end`],
    ['other scripts', 'die Prüfung der Pakete ist fehlgeschlagen: größe 12 überschritten, 見 は い'],
    ['tabs and blanks', 'hook\tprinted  a   table of\t\tresults 12 34'],
  ])('copes with %s', (_what, text) => {
    const copy = folderOf({ [LOG]: `2026-11-20 03:13:00 ERROR [ssm-agent-worker] ${text}\n` });
    const folder = rulesOf({});
    const made = run(['rules', 'new', '--from', '1', '--root', copy, '--output', join(folder, 'new.yaml')]);
    expect([made.status, made.stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'new.yaml'), 'utf8')).not.toContain('hunter22');
    expect(run(['rules', 'test', folder]).stdout).toBe('1 file, 1 cause, 1 pattern: all is well\n');
    expect(report(['--root', copy, '--rules', folder]).report.unrecognized).toEqual([]);
  });

  test.each<[string, () => string[], RegExp]>([
    [
      'a number that there is not',
      () => ['2', '--root', root],
      /expected an unknown line, found 1 of them; give a number from 1 to 1/,
    ],
    ['zero', () => ['0', '--root', root], /give a number from 1 to 1/],
    [
      'a copy without unknown lines',
      () => ['1', '--root', folderOf(HEALTHY)],
      /found 0 of them; there is none to make a rule for/,
    ],
    [
      'no file',
      () => ['no-such.json'],
      /expected a report of diagnose --format json; the file cannot be read/,
    ],
    ['no report', () => [join(folderOf({ 'a.json': '{}' }), 'a.json')], /the file holds something else/],
    ['no JSON', () => [join(folderOf({ 'a.json': '{' }), 'a.json')], /the file is no JSON/],
    [
      'a line without words',
      () => ['1', '--root', folderOf({ [LOG]: '2026-11-20 03:13:00 ERROR [ssm-agent-worker] 12 34 56\n' })],
      /no pattern can be made of this line/,
    ],
  ])('refuses %s and writes nothing', (_what, from, expected) => {
    const folder = folderOf();
    writeFileSync(join(folder, 'kept.yaml'), 'kept');
    expect(refusal(['rules', 'new', '--from', ...from(), '--output', join(folder, 'kept.yaml')])).toMatch(
      expected,
    );
    expect(readdirSync(folder)).toEqual(['kept.yaml']);
    expect(readFileSync(join(folder, 'kept.yaml'), 'utf8')).toBe('kept');
  });
});

test('every help text of rules fits 80 columns', () => {
  for (const command of [[], ['list'], ['test'], ['new'], ['literals']]) {
    const { status, stdout } = run(['rules', ...command, '--help']);
    expect(status).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }
});
