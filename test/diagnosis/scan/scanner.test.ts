import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BLOCK } from '../../../src/reading/kernel/kernel.ts';
import { samplesOf } from '../samples.ts';
import { GRAMMARS, type Grammar, naive, scanned } from './naive-scan.ts';

const STAMPED = [
  '2026-11-20 03:12:00',
  '2026-11-20 03:12:00.1234',
  '26-11-20 03:12:00',
  '2026/11/20 03:12:00',
];
const HEADS = [
  ...STAMPED.flatMap((stamp) => [
    `${stamp} INFO `,
    `${stamp} ERROR [ssm-agent-worker] [MessageService] `,
    `${stamp} `,
  ]),
  '2026-11-20 03:12:00 CRITICAL [Association] [associationId=22222222-aaaa-4bbb-8ccc-000000000002] ',
  '1704967520066534055 [Error] ',
  ' ERROR ',
  'ERROR ',
  'INFO ',
];
const CONTINUATIONS = ['', '\t', 'caused by: ', 'status code: 400, request id: ', '    at '];
const PREFIXES = [
  'Nov  8 12:42:09 host amazon-ssm-agent[812]: ',
  '2026-11-20T03:12:00-04:00 amazon-ssm-agent[812]: ',
  'Nov  8 12:42:09 host kernel: ',
];
const PAYLOAD = ['', '11/20/2026 03:12:00 root [ERROR]: ', '[INFO]: ', 'E: '];
const BORING = [
  '',
  'all is well',
  'Checking for plugins',
  'x'.repeat(300),
  'Größe 12 % ✓',
  'waiting\rwaiting\rdone',
  'nul \0 byte',
];

/** What stands before a message, by grammar. */
function headsOf({ name }: Grammar): string[] {
  if (name === 'output') return PAYLOAD;
  if (name === 'agent') return [...HEADS, ...CONTINUATIONS];
  return PREFIXES.flatMap((prefix) =>
    [...HEADS, ...CONTINUATIONS, '#011'].map((head) => prefix + head),
  ).concat(CONTINUATIONS);
}

function messagesOf({ families }: Grammar): string[] {
  return families.flatMap(samplesOf);
}

function line(grammar: Grammar): fc.Arbitrary<string> {
  const message = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...messagesOf(grammar)) },
    { weight: 2, arbitrary: fc.constantFrom(...BORING) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
  const end = fc.oneof(
    { weight: 8, arbitrary: fc.constant('\n') },
    { weight: 2, arbitrary: fc.constant('\r\n') },
  );
  return fc.tuple(fc.constantFrom(...headsOf(grammar)), message, end).map((parts) => parts.join(''));
}

/** A log whose middle lies on the border of two blocks, wherever exactly. */
function overBorder(grammar: Grammar, lines: readonly string[], back: number): Buffer {
  const filler = `${grammar.name === 'output' ? '' : '2026-11-20 03:12:00 INFO '}nothing to see`;
  const text = Buffer.from(lines.join(''));
  const length = BLOCK - Math.min(back, text.length);
  const whole = Math.floor(length / (filler.length + 1)) - 1;
  const before = `${`${filler}\n`.repeat(whole)}${filler}`;
  return Buffer.concat([Buffer.from(`${before.padEnd(length - 1, '.')}\n`), text]);
}

function compare(grammar: Grammar, bytes: Buffer): void {
  const expected = naive(grammar, bytes);
  const actual = scanned(grammar, bytes);
  expect(actual.told).toEqual(expected.told);
  expect(actual.lastOfLatches).toEqual(expected.lastOfLatches);
}

describe.each(GRAMMARS)('of a line of 400 KB, of grammar $name,', (grammar) => {
  const troubles = [
    'open /x: no space left on device',
    'EC2RoleRequestError: no EC2 instance role found',
    'dial tcp: lookup a on b:53: no such host',
  ];
  // Words of errors count only near the beginning of a line.
  const toldOf = (text: string) =>
    scanned(grammar, Buffer.from(text)).told.filter((entry) => !entry.includes('error-token'));
  const known = troubles.filter((trouble) => toldOf(`${trouble}\n`).length > 0);

  test('the scanner finds the trouble wherever in it', () => {
    expect(known.length).toBeGreaterThan(0);
    for (const trouble of known) {
      const expected = toldOf(`${trouble}\n`);
      for (const before of [0, 1000, 50_000, 61_000, 65_500, 130_000, 399_000]) {
        const line = `${'x '.repeat(before / 2)}${trouble}${' x'.repeat((400_000 - before) / 2)}\n`;
        expect([before, toldOf(line)]).toEqual([before, expected]);
      }
    }
  });
});

describe.each(GRAMMARS)('the scanner, on records of grammar $name', (grammar) => {
  test('finds what trying every pattern on every record finds', () => {
    fc.assert(
      fc.property(fc.array(line(grammar), { maxLength: 60 }), fc.boolean(), (lines, cut) => {
        const text = Buffer.from(lines.join(''));
        compare(grammar, cut ? text.subarray(0, -1) : text);
      }),
      { numRuns: 120 },
    );
  });

  test('finds it on the border of two blocks, too', () => {
    fc.assert(
      fc.property(fc.array(line(grammar), { minLength: 4, maxLength: 40 }), fc.nat(3000), (lines, back) =>
        compare(grammar, overBorder(grammar, lines, back)),
      ),
      { numRuns: 25 },
    );
  });

  test('finds it in every sample of the catalogue', () => {
    const head = headsOf(grammar)[0] ?? '';
    compare(
      grammar,
      Buffer.from(
        messagesOf(grammar)
          .map((message) => `${head}${message}\n`)
          .join(''),
      ),
    );
  });
});
