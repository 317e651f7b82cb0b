import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogueNames } from '../../src/causes/catalogue.ts';
import { checkRules } from '../../src/rules/check.ts';
import { MIRROR, mirrorWith, problemsOf } from './a-rule.ts';

const OTHER = mirrorWith(
  ['id: MIRROR_DOWN', 'id: OTHER_DOWN'],
  ['id: mirror-down', 'id: other-down'],
  ['id: mirror-is-back', 'id: other-is-back'],
  ['- MIRROR_DOWN', '- OTHER_DOWN'],
);
const PATTERN = "'mirror (?<host>[a-z0-9.-]{1,253}) is out of reach'";
const OWN_CAUSE = 'REPO_ACCESS_DENIED';

describe('a rule file', () => {
  test('is taken when nothing is wrong with it', () => {
    const { rules, problems } = checkRules([{ file: 'a.yaml', text: MIRROR }], catalogueNames());
    expect(problems).toEqual([]);
    expect(rules.causes).toMatchObject([{ id: 'MIRROR_DOWN', area: 'mirror', origin: 'a.yaml' }]);
    expect(rules.signals).toMatchObject([{ id: 'mirror-down', cause: 'MIRROR_DOWN', origin: 'a.yaml' }]);
    expect(rules.successes.map(({ id }) => id)).toEqual(['mirror-is-back']);
    const [literal, at] = rules.signals[0]?.literals[0] ?? [];
    expect([literal, typeof at]).toEqual([' is out of reach', 'number']);
  });

  test('may refer to causes of the others', () => {
    expect(problemsOf(mirrorWith(['- PATCH_RUN_FAILED', '- OTHER_DOWN']), OTHER)).toEqual([]);
    expect(problemsOf(mirrorWith(['outranks: []', 'outranks: [OTHER_DOWN]']), OTHER)).toEqual([]);
  });

  test('may hold only lines', () => {
    const lines = `harmless:\n  - id: known-noise\n    in: [output]\n    pattern: cache warmed by our own hook\n    why: Our hook says so each time.\n    samples: [cache warmed by our own hook]\n`;
    expect(problemsOf(lines)).toEqual([]);
  });

  test.each<[string, [string, string][], RegExp]>([
    ['no YAML', [['area: mirror', 'area: [']], /^a\.yaml:\d+:\d+ no valid YAML: /],
    ['one field twice', [['area: mirror', 'id: A_B']], /^a\.yaml:2:1 no valid YAML: id stands here twice/],
    ['a tab', [['area: mirror', '\tarea: mirror']], /^a\.yaml:2:1 no valid YAML: /],
    [
      'two documents',
      [['area: mirror', '---\narea: mirror']],
      /^a\.yaml:2:1 no valid YAML: expected one document/,
    ],
    [
      'an escape that is none',
      [['area: mirror', 'area: "C:\\Windows"']],
      /^a\.yaml:2:\d+ no valid YAML: .*; in double quotes \\ begins an escape, use single quotes$/,
    ],
    [
      'an anchor',
      [['area: mirror', 'area: &a mirror']],
      /^a\.yaml:2:10 anchors, aliases and tags are not allowed/,
    ],
    [
      'an unknown field',
      [['area: mirror', 'area: mirror\ncolour: red']],
      /^a\.yaml:3:1 colour: unknown field "colour"; allowed are id, area, title/,
    ],
    ['a missing field', [['area: mirror\n', '']], /^a\.yaml:1:1 the field area is missing/],
    [
      'an unknown word',
      [['severity: HIGH', 'severity: high']],
      /^a\.yaml:4:11 severity: expected one of CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, found "high"/,
    ],
    [
      'a wrong type',
      [['title: Our mirror does not answer', 'title: [a]']],
      /^a\.yaml:3:8 title: expected a text, found a list/,
    ],
    [
      'an id of another form',
      [['id: MIRROR_DOWN', 'id: mirror']],
      /^a\.yaml:1:5 id: expected an id such as MIRROR_DOWN, found "mirror"/,
    ],
    [
      'an unknown family',
      [["      - output\n    pattern: 'mirror (", "      - syslog\n    pattern: 'mirror ("]],
      /^a\.yaml:21:9 signals\[1\]\.in\[1\]: expected one of agent, output, package-log, system, found "syslog"/,
    ],
    [
      'a word for a number',
      [['confidence: high', 'confidence: high\n    needs: many']],
      /expected a whole number, found "many"/,
    ],
    [
      'a subject of nothing',
      [['      from: host\n', '']],
      /^a\.yaml:\d+:\d+ signals\[1\]\.subject: one of the fields from, is is missing/,
    ],
  ])('is refused with %s, and told where', (_what, changes, expected) => {
    const [first = ''] = problemsOf(mirrorWith(...changes));
    expect(first).toMatch(expected);
  });

  test.each<[string, [string, string][], RegExp]>([
    [
      "the id of one of the product's causes",
      [['id: MIRROR_DOWN', `id: ${OWN_CAUSE}`]],
      /^a\.yaml:1:5 id: REPO_ACCESS_DENIED is already the id of the product's own cause/,
    ],
    [
      'the id of one of its patterns',
      [['id: mirror-down', 'id: apt-403']],
      /^a\.yaml:19:9 signals\[1\]\.id: apt-403 is already an id in the product's own/,
    ],
    [
      'one id for two patterns',
      [['id: mirror-is-back', 'id: mirror-down']],
      /mirror-down is already an id in a\.yaml/,
    ],
    [
      'an unknown cause in leadsTo',
      [['- PATCH_RUN_FAILED', '- PATCH_RUN_FAILD']],
      /^a\.yaml:16:5 leadsTo\[1\]: there is no cause PATCH_RUN_FAILD/,
    ],
    ['itself in leadsTo', [['- PATCH_RUN_FAILED', '- MIRROR_DOWN']], /a cause does not lead to itself/],
    [
      "a cause of the product's in outranks",
      [['outranks: []', `outranks: [${OWN_CAUSE}]`]],
      /REPO_ACCESS_DENIED is no cause of a rule; a rule may outrank no other/,
    ],
    [
      "a cause of the product's that it would close",
      [['        - MIRROR_DOWN', `        - ${OWN_CAUSE}`]],
      /successes\[1\]\.recovers\.causes\[1\]: REPO_ACCESS_DENIED is no cause of a rule; a rule may close no other/,
    ],
    [
      'an area that it would close',
      [['      causes:\n        - MIRROR_DOWN', '      areas: [repository]']],
      /expected an area that only rules have, found repository/,
    ],
    [
      'a service that it would close',
      [['      causes:\n        - MIRROR_DOWN', '      services: [ssm]']],
      /would close the product's own causes/,
    ],
    [
      'an action that it would close',
      [['      causes:\n        - MIRROR_DOWN', '      actions: ["ssm:PutInventory"]']],
      /would close the product's own causes/,
    ],
    [
      'a platform that the cause has not',
      [['    confidence: high', '    platforms: [windows]\n    confidence: high']],
      /the cause is none of windows/,
    ],
    [
      'a subject without its group',
      [['from: host', 'from: mirror']],
      /the pattern has no group mirror; write \(\?<mirror>/,
    ],
    [
      'no regular expression',
      [[PATTERN, "'mirror (is out of reach'"]],
      /^a\.yaml:22:14 signals\[1\]\.pattern: no regular expression: .*Unterminated group/,
    ],
    [
      'a pattern that is slow',
      [[PATTERN, String.raw`'mirror (?<host>[\w.]+)+ is out of reach'`]],
      /may need more than linear time: .*put a bound on it|in many ways/,
    ],
    [
      'a look-ahead',
      [[PATTERN, "'mirror (?<host>x)(?= is out of reach)'"]],
      /look-around and back-references are not allowed/,
    ],
    [
      'a gap without a bound',
      [[PATTERN, "'mirror (?<host>.*) is out of reach'"]],
      /linear time|gap without a bound/,
    ],
    [
      'a gap without a bound at the beginning',
      [[PATTERN, "'^mirror (?<host>[^@\\r\\n\\u2028\\u2029]*) is out of reach'"]],
      /gap without a bound; write one, such as/,
    ],
    [
      'no literal',
      [[PATTERN, String.raw`'(?<host>[a-z0-9.-]{1,253}) \w{2} \w{3} \w{2} \w{5}'`]],
      /every way to match needs a fixed text that is rare/,
    ],
    [
      'a literal that every log has',
      [
        [PATTERN, String.raw`'(?<host>[a-z0-9.-]{1,253}) INFO \w{1,20}'`],
        ["'mirror packages.example.com is out of reach'", 'a.example INFO x'],
      ],
      /every way to match needs a fixed text that is rare/,
    ],
    [
      'a given literal that is too short',
      [['    confidence: high', '    literals: ["mirr"]\n    confidence: high']],
      /literals\[1\]: "mirr" is too short, or stands in many ordinary lines/,
    ],
    [
      'a given literal that its sample has not',
      [['    confidence: high', '    literals: ["mirror is out of reach"]\n    confidence: high']],
      /samples\[1\]: has none of the literals/,
    ],
    [
      'a sample that does not match',
      [["      - 'mirror packages.example.com is out of reach'", "      - 'mirror is out of reach'"]],
      /^a\.yaml:28:9 signals\[1\]\.samples\[1\]: the pattern does not match it in output: "mirror is out of reach"/,
    ],
    [
      'a sample that matches in its second line',
      [
        [
          "      - 'mirror packages.example.com is out of reach'",
          '      - "a\\nmirror packages.example.com is out of reach"',
        ],
      ],
      /the pattern does not match it in output/,
    ],
    [
      'a near miss that matches',
      [["'mirror packages.example.com was out of reach'", "'the mirror a.example is out of reach'"]],
      /nearMisses\[1\]: the pattern matches it in output/,
    ],
  ])('is refused with %s', (_what, changes, expected) => {
    expect(problemsOf(mirrorWith(...changes)).join('\n')).toMatch(expected);
  });

  test('is refused with an id that another file has, which is named', () => {
    expect(problemsOf(MIRROR, MIRROR)).toEqual([
      'b.yaml:1:5 id: MIRROR_DOWN is already the id of a.yaml; a rule replaces nothing, choose another',
      'b.yaml:19:9 signals[1].id: mirror-down is already an id in a.yaml; choose another',
      'b.yaml:32:9 successes[1].id: mirror-is-back is already an id in a.yaml; choose another',
    ]);
  });

  test('says everything that is wrong at once', () => {
    const text = mirrorWith(['severity: HIGH', 'severity: high'], ['area: mirror', 'area: Mirror!']);
    expect(problemsOf(text)).toHaveLength(2);
  });
});

describe('a hostile rule file', () => {
  test.each([
    ['nothing', ''],
    ['a bomb of aliases', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n`],
    ['brackets without end', '['.repeat(200_000)],
    ['lists in lists', `${'- '.repeat(100_000)}a`],
    ['fields in fields', Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['a tag', 'id: !!js/function "x"'],
    ['several documents', '--- a\n--- b\n'],
    ['a name of the language', '"__proto__": {"id": "X_Y"}\nconstructor: 1\n'],
    ['numbers for texts', 'id: 1e999\narea: .nan\n'],
    ['a list of causes', '- id: A_B\n'],
    ['NULs', '\0\0\0'],
  ])('of %s is refused in one line or more, at once', (_what, text) => {
    const start = performance.now();
    const problems = problemsOf(text);
    expect(problems[0]).toMatch(/^a\.yaml:\d+:\d+ ./);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('never brings the check down, whatever is changed in a good one', () => {
    const pieces = fc.constantFrom(
      '',
      '\n',
      '  ',
      ':',
      '- ',
      '[',
      '{',
      '}',
      '"',
      "'",
      '|',
      '&a',
      '*a',
      '!!x',
      '\0',
      '\ufeff',
      '(',
      '(?<a>',
      '.*',
      '+',
      '\\',
      '{1,99999}',
      'null',
      '#',
      '%',
    );
    const change = fc.tuple(fc.nat(MIRROR.length), fc.nat(12), pieces);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const text = changes.reduce(
          (so, [at, length, piece]) => so.slice(0, at) + piece + so.slice(at + length),
          MIRROR,
        );
        for (const problem of problemsOf(text)) expect(problem).toMatch(/^a\.yaml:\d+:\d+ /);
      }),
      { numRuns: 200 },
    );
  });
});
