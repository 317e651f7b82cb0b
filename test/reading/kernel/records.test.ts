import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsAgentRecord } from '../../../parsers/agent-log/boundary.ts';
import { parseAgentHead, parseAgentRecord } from '../../../parsers/agent-log/record.ts';
import { DATA } from '../../../src/reading/kernel/kernel.ts';
import { withNumbers } from '../../diagnosis/numbers.ts';
import { kernel } from './search.ts';

const HEADS = [
  '2026-11-20 03:12:01.1234 ERROR ',
  '6-11-20 03:12:01 INFO ',
  '2026/11/20 03:12:01 ',
  '1704967520066534055 [Error] ',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'].flatMap((level) => [`${level} `, ` ${level} x`]),
];

/** Heads, heads with one character changed, and anything else. */
const line = fc.oneof(
  fc.constantFrom(...HEADS),
  fc
    .tuple(fc.constantFrom(...HEADS), fc.nat(30), fc.constantFrom(...'0 -/:[E\n'))
    .map(([head, at, to]) => head.slice(0, at) + to + head.slice(at + 1)),
  fc.string({ unit: fc.constantFrom(...'1 -/:[INFOERR'), maxLength: 40 }),
);

/** Puts the lines at the beginning of the data; gives the address of their end. */
function put(text: string): number {
  kernel.bytes.fill(0, DATA - 32, DATA + 3 * text.length + 64);
  return DATA + kernel.bytes.write(text, DATA);
}

test('a record begins where the parser says that it does', () => {
  fc.assert(
    fc.property(line, fc.nat(45), (text, length) => {
      put(text);
      const end = DATA + length;
      expect(kernel.beginsAgentRecord(DATA, end) !== 0).toBe(beginsAgentRecord(kernel.bytes, DATA, end));
    }),
    { numRuns: 5000 },
  );
});

test('lines and records reach from a line feed to the next, within the bounds', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.nat(), fc.nat(), fc.nat(), (lines, a, b, c) => {
      const text = lines.join('\n');
      put(text);
      const [floor = 0, at = 0, ceiling = 0] = [a, b, c]
        .map((place) => place % (text.length + 1))
        .sort((x, y) => x - y);
      const begins = (place: number): boolean =>
        beginsAgentRecord(kernel.bytes, DATA + place, DATA + Math.min(ceiling, place + 400));
      const isStart = (place: number): boolean => place === floor || text[place - 1] === '\n';
      const isEnd = (place: number): boolean => place >= ceiling || text[place - 1] === '\n';
      let lineStart = at;
      while (!isStart(lineStart)) lineStart--;
      let lineEnd = at + 1;
      while (!isEnd(lineEnd)) lineEnd++;
      let start = lineStart;
      while (start > floor && !(isStart(start) && begins(start))) start--;
      let end = Math.min(lineEnd, ceiling);
      while (end < ceiling && !(isEnd(end) && begins(end))) end++;
      expect(kernel.lineStart(DATA + at, DATA + floor)).toBe(DATA + lineStart);
      expect(kernel.lineEnd(DATA + at, DATA + ceiling)).toBe(DATA + Math.min(lineEnd, ceiling));
      expect(kernel.agentStart(DATA + at, DATA + floor, DATA + ceiling)).toBe(DATA + start);
      expect(kernel.agentEnd(DATA + at, DATA + ceiling)).toBe(DATA + end);
    }),
    { numRuns: 3000 },
  );
});

/** What the kernel reads in the head of a record; null when it is not the usual one. */
function headOf(text: string): { at: number; stamp: string; end: number } | null {
  if (kernel.readRecord(DATA, put(text), 0) === 0) return null;
  const [at = 0, stampLength = 0, end = 0] = kernel.head;
  return { at, stamp: text.slice(0, stampLength), end };
}

describe('the head of a record', () => {
  test.each([
    '2026-11-20 03:12:01 INFO text',
    '2024-02-29 23:59:60.1234 ERROR [ssm-agent-worker] text',
    '1999-12-31 00:00:00.1 CRITICAL  [Errorf @ log.go.12] [X] text',
    '2000-03-01 00:00:00.123456789 DEBUG [no place] text',
    '2100-02-28 12:30:15 WARN [a @ b]text',
  ])('%j is read as the parser reads it', (text) => {
    const { at, stamp, end } = parseAgentHead(text);
    expect(headOf(text)).toEqual({ at, stamp, end });
  });

  test('of any other form is left to the parser; what is read is what that reads', () => {
    const usual = fc
      .tuple(
        fc.constantFrom('2026-11-20 03:12:01', '1970-01-01 00:00:00', '2023-02-28 23:59:59'),
        fc.constantFrom('', '.0000', '.9', '.1234567890', ','),
        fc.constantFrom(' INFO ', ' ERROR  ', ' [12] INFO ', ' info ', ' CRITICAL'),
        fc.constantFrom('', '[f @ g.1] ', '[f @ ] ', '[f @ gé] ', '[f g] ', 'text'),
        fc.nat(40),
        fc.constantFrom(...'0129 -:.[]@IE'),
        fc.boolean(),
      )
      .map(([stamp, fraction, level, place, at, to, changed]) => {
        const text = `${stamp}${fraction}${level}${place}text`;
        return changed ? text.slice(0, at) + to + text.slice(at + 1) : text;
      });
    fc.assert(
      fc.property(usual, (text) => {
        const read = headOf(text);
        if (read === null) return;
        const { at, stamp, end } = parseAgentHead(text);
        expect(read).toEqual({ at, stamp, end });
      }),
      { numRuns: 3000 },
    );
  });

  test('ends where the message begins behind the contexts, or that is left to the parser', () => {
    const part = fc.constantFrom(
      ...['[ssm-agent-worker] ', '[associationId=x y] ', '[a b] ', '[é] ', '[', '] ', '=', '\n', 'text '],
      ...['EC2RoleProvider ', 'SSMService', 'CoreModu', `[${'x'.repeat(298)}] `, `[${'x'.repeat(300)}] `],
    );
    let told = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = `2026-11-20 03:12:01 ERROR [f @ g.1] ${parts.join('')}end`;
        expect(kernel.readRecord(DATA, put(text), 0)).toBe(1);
        const message = kernel.head[6] ?? 0;
        if (message === 0) return;
        told++;
        expect(message - DATA).toBe(parseAgentRecord(text).bodyAt);
      }),
      { numRuns: 3000 },
    );
    expect(told).toBeGreaterThan(500);
  });

  test.each([
    ['01/16/2021 14:05:05 root [INFO]: text', 19],
    ['2021-01-16 14:05:05,123 root', 23],
    ['2021-01-16T14:05:05.1Z', 21],
    ['2021-01-16 14:05:05', 19],
    ['2021-01-16 14:05', 0],
    ['a line of 14:05:05', 0],
    ['01/16/2021 14:05:0x', 0],
  ])('the time that the line %j begins with has %d bytes', (text, length) => {
    expect(kernel.stampLength(DATA, put(text))).toBe(length);
  });
});

describe('the digest', () => {
  const digestOf = (text: string, seed = 0): number => kernel.digest(DATA, put(text), seed);
  const ids = ['00000000-0000-0000-0000-000000000000', '12345678-90ab-cdef-1234-567890abcdef'];

  test('is the same for texts that differ in the digits of UUIDs only', () => {
    const filler = fc.string({ unit: fc.constantFrom(...'ab-0 \n'), maxLength: 50 });
    fc.assert(
      fc.property(filler, filler, filler, (a, b, c) => {
        const [one, other] = ids.map((id) => `${a}x${id}x${b}x${id}x${c}`);
        expect(digestOf(one ?? '')).toBe(digestOf(other ?? ''));
      }),
    );
  });

  test('is another one for any other change, of the seed too', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab-01 \n'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(digestOf(one) === digestOf(other)).toBe(one === other);
        expect(digestOf(one, 1)).not.toBe(digestOf(one, 2));
      }),
    );
    expect(digestOf(ids[0] ?? '')).not.toBe(digestOf(''));
    expect(digestOf('1234567g-90ab-cdef-1234-567890abcdef')).not.toBe(digestOf(ids[1] ?? ''));
  });

  test('of a record is the same for texts that differ in their numbers only, and those have as many digits', () => {
    const digestOfRecord = (text: string): number => {
      expect(kernel.readRecord(DATA, put(`2026-11-20 03:12:01 ERROR ${text}`), 0)).toBe(1);
      return kernel.head[5] ?? 0;
    };
    const bare = (text: string): string => withNumbers(text, (length) => '0'.repeat(length)).trimEnd();
    const text = fc.string({ unit: fc.constantFrom(...'aTZxz-_.07 /é'), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }), (one, digits) => {
        const other = one.replace(/\d/g, (_, at: number) => String(digits[at % 9]));
        const [a, b] = [`.${one}.`, `.${other}.`];
        expect(digestOfRecord(a) === digestOfRecord(b)).toBe(bare(a) === bare(b));
        expect(digestOfRecord(a)).toBe(digestOfRecord(bare(a)));
      }),
      { numRuns: 3000 },
    );
    const changedAt = (place: number): number =>
      digestOfRecord(`.${'7'.repeat(place)}1${'7'.repeat(29 - place)}.`);
    const [first, last, beyond] = [0, 19, 20].map(changedAt);
    expect(last).toBe(first);
    expect(beyond).not.toBe(first);
  });
});
