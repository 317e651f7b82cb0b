import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { agentPlaces } from '../../../src/agent/settings/places.ts';
import { settingsKeys } from '../../../src/agent/settings/schema.ts';
import { type AgentSettings, readSettings, SettingsError } from '../../../src/agent/settings/settings.ts';
import type { Platform } from '../../../src/vocabulary.ts';
import { anySettings, written } from './any-settings.ts';

const DEFAULTS: AgentSettings = {
  report: {
    to: ['compliance', 'inventory'],
    schedule: '17 */6 * * *',
    jitter: 900_000,
    onChange: true,
    settle: 30_000,
    atMostEvery: 300_000,
    deadline: 120_000,
    since: 2_592_000_000,
    minSeverity: 'INFORMATIONAL',
    type: 'Custom:SsmDoctor',
  },
  watch: { polling: 'auto', every: 1000 },
  log: { level: 'info', file: '/var/log/ssm-doctor/agent.log', maxSize: 1_048_576, keep: 5 },
  state: '/var/lib/ssm-doctor',
  rules: [],
};

function read(text: string, platform: Platform = 'linux'): AgentSettings {
  return readSettings(text, 'agent.yaml', agentPlaces(platform, {}));
}

function problemsOf(text: string, platform: Platform = 'linux'): readonly string[] {
  try {
    read(text, platform);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it.each([
    ['an empty file', ''],
    ['comments', '# nothing yet\n\n# report:\n'],
    ['an empty document', '---\n...\n'],
    ['sections with nothing in them', 'report:\nwatch:\n  # every: 2s\nlog: {}\n'],
    ['a byte order mark and line ends of Windows', '\ufeffreport:\r\n  jitter: 15m\r\n'],
  ])('are the defaults in %s', (_what, text) => {
    expect(read(text)).toEqual(DEFAULTS);
  });

  it('are what the file says', () => {
    const text = `
report:
  to: [file]
  schedule: "*/30  6-20 * * MON-FRI"
  on-change: false
  settle: 1m
  min-severity: HIGH
watch: {polling: always, every: 250ms}
log:
  file: /srv/logs//x/../agent.log
  max-size: 500KB
  keep: 0
state: /srv/state/
rules: [/etc/rules.d, /srv/rules.yaml]
`;
    expect(read(text)).toEqual({
      report: {
        ...DEFAULTS.report,
        to: ['file'],
        schedule: '*/30 6-20 * * MON-FRI',
        onChange: false,
        settle: 60_000,
        minSeverity: 'HIGH',
      },
      watch: { polling: 'always', every: 250 },
      log: { level: 'info', file: '/srv/logs/agent.log', maxSize: 512_000, keep: 0 },
      state: '/srv/state',
      rules: ['/etc/rules.d', '/srv/rules.yaml'],
    });
  });

  it.each(['off', '"off"'])('have no schedule where it is %s', (word) => {
    expect(read(`report: {schedule: ${word}, to: []}`).report).toMatchObject({ schedule: null, to: [] });
  });

  it('tell all that is wrong, from the top, with place, key, what is allowed, and what was found', () => {
    const text = `report:
  jiter: 1m
  jitter: 15 minutes
  to: [complience, file]
  schedule: "61 * * * *"
log:
  keep: 5.5
  max_size: 1MB
level: debug
`;
    expect(problemsOf(text)).toEqual([
      'agent.yaml:2:3: report.jiter: unknown key; did you mean jitter? allowed here are to, schedule, jitter, ' +
        'on-change, settle, at-most-every, deadline, since, min-severity, type',
      'agent.yaml:3:11: report.jitter: expected a time from 0s to 1d, such as 15m, found "15 minutes"',
      'agent.yaml:4:8: report.to[1]: expected one of compliance, inventory, file, found "complience"; ' +
        'did you mean compliance?',
      'agent.yaml:5:13: report.schedule: expected five fields of cron (minute, hour, day, month, weekday), such as ' +
        '"17 */6 * * *", or off, found "61 * * * *"; the minute is wrong: 61',
      'agent.yaml:7:9: log.keep: expected a whole number from 0 to 100, found 5.5',
      'agent.yaml:8:3: log.max_size: unknown key; did you mean max-size? allowed here are level, file, max-size, keep',
      'agent.yaml:9:1: level: unknown key; did you mean log.level? allowed here are report, watch, log, state, rules',
    ]);
  });

  it.each([
    ['no mapping', '- report', '1:1: expected fields with values, found a list'],
    ['a text', 'report', '1:1: expected fields with values, found "report"'],
    ['a section that is none', 'log: info', '1:6: log: expected fields with values, found "info"'],
    [
      'a value that is missing',
      'log:\n  keep:',
      '2:8: log.keep: expected a whole number from 0 to 100, found nothing',
    ],
    [
      'a time that is too long',
      'report: {deadline: 11m}',
      'expected a time from 1s to 10m, such as 2m, found "11m"',
    ],
    [
      'a time that is too short',
      'watch: {every: 99ms}',
      'expected a time from 100ms to 1h, such as 1s, found "99ms"',
    ],
    [
      'a number for a time',
      'report: {settle: 30}',
      'report.settle: expected a time from 1s to 1h, such as 30s, found 30',
    ],
    [
      'a size that is too large',
      'log: {max-size: 2GB}',
      'expected a size from 10KB to 1GB, such as 1MB, found "2GB"',
    ],
    ['too many', 'log: {keep: 101}', 'expected a whole number from 0 to 100, found 101'],
    ['a text for a number', 'log: {keep: "5"}', 'expected a whole number from 0 to 100, found "5"'],
    ['no number', 'log: {keep: .inf}', 'expected a whole number from 0 to 100, found Infinity'],
    [
      'a word of YAML 1.1',
      'report: {on-change: yes}',
      'report.on-change: expected true or false, found "yes"',
    ],
    ['a severity in small letters', 'report: {min-severity: high}', 'found "high"; did you mean HIGH?'],
    [
      'a target twice',
      'report: {to: [file, file]}',
      'report.to[2]: expected each at most once, found "file"',
    ],
    [
      'a schedule with seconds',
      'report: {schedule: "0 0 * * * *"}',
      'found "0 0 * * * *"; these are 6 fields',
    ],
    ['a day that never comes', 'report: {schedule: "0 0 31 2 *"}', 'the day of the month is wrong: 31'],
    [
      'a type of the service',
      'report: {type: Patch}',
      'expected a compliance type such as Custom:SsmDoctor, found "Patch"',
    ],
    [
      'a path from here',
      'state: state',
      'state: expected an absolute path such as /srv/ssm-doctor, found "state"',
    ],
    [
      'a folder for a file',
      'log: {file: /srv/}',
      'log.file: expected an absolute path such as /srv/ssm-doctor/agent.log',
    ],
    [
      'a path for a list',
      'rules: /etc/rules.d',
      'rules: expected a list of at most 20 absolute paths, found "/etc/rules.d"',
    ],
    [
      'a key twice',
      'log:\n  keep: 1\n  level: info\n  keep: 2',
      '4:3: no valid YAML: keep stands here twice',
    ],
    ['a section twice', 'log: {}\nlog: {}', '2:1: no valid YAML: log stands here twice'],
    ['a tab', 'log:\n\tkeep: 5', '2:1: no valid YAML: found a tab before a field; use spaces'],
    ['two documents', 'log: {}\n---\nlog: {}', '2:1: no valid YAML: expected one document'],
    [
      'a bomb of aliases',
      `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]`,
      '1:7: anchors, aliases and tags are not allowed',
    ],
    ['a tag', 'log: !!map {}', '1:12: anchors, aliases and tags are not allowed'],
    [
      'another YAML',
      '# %YAML\n%YAML 1.1\n---\n<<: ',
      '2:1: expected YAML 1.2, found a line that asks for 1.1',
    ],
    ['brackets without an end', `state: ${'['.repeat(1000)}`, '1:1: nested too deeply'],
    ['an endless key', `${'k'.repeat(1000)}: 1`, `1:1: ${'k'.repeat(60)}…: unknown key; allowed here are`],
    ['a key of the language', '__proto__: 1', '1:1: __proto__: unknown key'],
    ['a key that is no text', '1: 2', '1: unknown key'],
    ['escapes for a terminal', '"\\e[2J": "\\u202e"', '1:1: \\x1b[2J: unknown key'],
    [
      'a schedule without quotes',
      'report:\n  schedule: */6 * * * *',
      '2:23: schedule: a text that begins with * has',
    ],
  ])('are refused with %s', (_what, text, expected) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
    expect(problems[0]).toMatch(/^agent\.yaml:\d+:\d+: [^\x00-\x1f\u202e]+$/);
  });

  it.each([
    ['a share of others', "'\\\\server\\share\\state'"],
    ['a device', "'\\\\.\\C:\\state'"],
    ['a path of the current drive', "'\\state'"],
    ['a stream', "'C:\\state:x'"],
    ['another platform', '/var/lib/ssm-doctor'],
  ])('have no state on %s on Windows', (_what, path) => {
    const [problem] = problemsOf(`state: ${path}`, 'windows');
    expect(problem).toContain("expected an absolute path such as 'D:\\ssm-doctor', found");
  });

  it('say how a path of Windows is written where YAML took it for escapes', () => {
    expect(problemsOf('state: "C:\\ProgramData"', 'windows')[0]).toMatch(
      /; a \\ in double quotes .* single quotes$/,
    );
    expect(problemsOf('state: "C:\\state"', 'windows')[0]).toMatch(
      /double quotes \\ begins an escape, use single quotes$/,
    );
    expect(read("state: 'C:\\ProgramData\\'", 'windows').state).toBe('C:\\ProgramData');
  });

  it('tell no more problems than a person reads', () => {
    const text = Array.from({ length: 70 }, (_, index) => `key${index}: 1`).join('\n');
    const problems = problemsOf(text);
    expect([problems.length, problems.at(-1)]).toEqual([51, 'agent.yaml: and 20 more']);
  });

  it('keep a name that ends in what separates names elsewhere', () => {
    expect(read('state: "/srv/a\\\\"').state).toBe('/srv/a\\');
  });

  it('read back whatever they are', () => {
    fc.assert(
      fc.property(anySettings(), (settings) => {
        expect(read(stringify(written(settings)))).toEqual(settings);
      }),
      { numRuns: 300 },
    );
  });

  it('never throw anything but what is wrong with them', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\n',
        '\n  ',
        '\n\t',
        ': ',
        ' ',
        '- ',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '*',
        '&a',
        '!',
        '|',
        '#',
        '\r\n',
      ),
      fc.constantFrom(
        '%YAML 1.1\n---\n',
        '<<',
        '? ',
        '__proto__',
        'toString',
        'null',
        '~',
        '.nan',
        '0x1f',
        '1e999',
        '15m',
      ),
      fc.constantFrom(...[...settingsKeys()].flatMap(([section, keys]) => [section, ...keys])),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (given) => {
        for (const problem of problemsOf(given)) expect(problem).toMatch(/^agent\.yaml:\d+:\d+: \P{Cc}+$/u);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw anything else for values of any kind at any key', () => {
    const sections = [...settingsKeys()];
    const at = fc.constantFrom(
      ...sections.flatMap(([section, keys]) => keys.map((key) => (section === '' ? [key] : [section, key]))),
    );
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.double(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(fc.tuple(at, value), { minLength: 1, maxLength: 6 }), (changes) => {
        const file: Record<string, unknown> = {};
        for (const [[first = '', second], given] of changes) {
          const section = file[first];
          if (second === undefined) file[first] = given;
          else if (typeof section === 'object' && section !== null)
            Object.assign(section, { [second]: given });
          else file[first] = { [second]: given };
        }
        expect(() => problemsOf(stringify(file))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
