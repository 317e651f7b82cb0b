import { describe, expect, test } from 'vitest';
import {
  agentBoundaries,
  type Boundaries,
  endOfLinesAhead,
  eventBoundaries,
  journalBoundaries,
  lineBoundaries,
} from '../../../src/diagnosis/scan/boundaries.ts';
import { createKernel } from '../../../src/reading/kernel/kernel.ts';
import { CARRY, DATA } from '../../../src/reading/kernel/layout.ts';

const kernel = createKernel();

/** Puts a text where the kernel has its data; gives the address of its end. */
function put(text: string): number {
  return DATA + kernel.bytes.write(text, DATA);
}

/** The record around the place marked `^` in the text. */
function recordAt(boundaries: Boundaries, marked: string): string {
  const at = DATA + Buffer.byteLength(marked.split('^', 1)[0] ?? '');
  const end = put(marked.replace('^', ''));
  return kernel.bytes.toString(
    'utf8',
    boundaries.startOf(kernel, at, DATA, end),
    boundaries.endOf(kernel, at, end),
  );
}

const FIRST = '2026-11-20 03:12:00 INFO one\n';
const SECOND = '2026-11-20 03:12:01 ERROR two\n\tcaused by\n';
const THIRD = '2026-11-20 03:12:02 INFO three\n';

describe('records of the agent', () => {
  test.each([
    ['in the first line of it', `${FIRST}2026-11-20 03:12:01 ERR^OR two\n\tcaused by\n${THIRD}`],
    ['in its stamp', `${FIRST}20^26-11-20 03:12:01 ERROR two\n\tcaused by\n${THIRD}`],
    ['at its first byte', `${FIRST}^2026-11-20 03:12:01 ERROR two\n\tcaused by\n${THIRD}`],
    ['in a continuation line', `${FIRST}2026-11-20 03:12:01 ERROR two\n\tcaused^ by\n${THIRD}`],
    ['at its last line feed', `${FIRST}2026-11-20 03:12:01 ERROR two\n\tcaused by^\n${THIRD}`],
  ])('a place %s finds it as a whole', (_where, marked) => {
    expect(recordAt(agentBoundaries, marked)).toBe(SECOND);
  });

  test('a head without a stamp begins one, too', () => {
    expect(recordAt(agentBoundaries, `${FIRST} ER^ROR two\n${THIRD}`)).toBe(' ERROR two\n');
    expect(recordAt(agentBoundaries, `${FIRST}E^RROR two\n${THIRD}`)).toBe('ERROR two\n');
  });

  test('a line before the first head and the end of the file bound it', () => {
    expect(recordAt(agentBoundaries, `rest of^ a record\n${FIRST}`)).toBe('rest of a record\n');
    expect(recordAt(agentBoundaries, `${FIRST}2026-11-20 03:12:01 ERROR t^wo`)).toBe(
      '2026-11-20 03:12:01 ERROR two',
    );
  });

  test('it reaches some 60 KB to either side of the place, no further', () => {
    const record = recordAt(
      agentBoundaries,
      `${FIRST}${'x'.repeat(200_000)}^${'x'.repeat(200_000)}\n${THIRD}`,
    );
    expect(record.length).toBeLessThanOrEqual(2 * 64 * 1024);
  });
});

describe('records of a journal', () => {
  const PREFIX = 'Nov 20 03:12:00 host amazon-ssm-agent[812]: ';

  test('continuation lines of the agent belong to the line above, lines of other programs do not', () => {
    const record = `${PREFIX}it broke\n${PREFIX}#011becau^se\n`;
    expect(
      recordAt(journalBoundaries, `${PREFIX}before\n${record}Nov 20 03:12:00 host kernel:  indented\n`),
    ).toBe(record.replace('^', ''));
    expect(recordAt(journalBoundaries, `${PREFIX}before\nNov 20 03:12:00 host kernel:  inde^nted\n`)).toBe(
      'Nov 20 03:12:00 host kernel:  indented\n',
    );
  });
});

describe('where a block is cut', () => {
  function cutOf(boundaries: Boundaries, text: string): string {
    const end = put(text);
    return kernel.bytes.toString('utf8', boundaries.cut(kernel, DATA, end), end);
  }

  test('the last record of the agent is kept, even when only the beginning of its stamp is there', () => {
    const filler = FIRST.repeat(40);
    expect(cutOf(agentBoundaries, `${filler}${SECOND}`).endsWith(SECOND)).toBe(true);
    expect(cutOf(agentBoundaries, `${filler}${SECOND}202`).endsWith(`${SECOND}202`)).toBe(true);
  });

  test('an unfinished line of a journal is kept together with the one above it: it may continue that', () => {
    const line = 'Nov 20 03:12:00 host amazon-ssm-agent[812]: it broke\n';
    expect(cutOf(journalBoundaries, `${line.repeat(20)}N`)).toContain(`${line}N`);
  });

  test('of output the last line and the two above it are kept', () => {
    expect(cutOf(lineBoundaries, 'one\ntwo\nthree\nfour\nfi')).toBe('three\nfour\nfi');
  });

  test.each([agentBoundaries, journalBoundaries, lineBoundaries])(
    'no more is kept than the reader can carry',
    (boundaries) => {
      for (const text of [
        'x'.repeat(3 * CARRY),
        `${'\t\n'.repeat(2 * CARRY)}`,
        `a\n${'x'.repeat(2 * CARRY)}\nb\nc`,
      ]) {
        expect(Buffer.byteLength(cutOf(boundaries, text))).toBeLessThanOrEqual(CARRY);
      }
    },
  );
});

describe('endOfLinesAhead', () => {
  test('is two lines further, at most 2048 bytes, never behind the data', () => {
    const bytes = Buffer.from(`one\ntwo\nthree\nfour\n${'x'.repeat(5000)}\n`);
    expect(bytes.toString('utf8', 4, endOfLinesAhead(bytes, 4, bytes.length))).toBe('two\nthree\n');
    expect(endOfLinesAhead(bytes, 19, bytes.length)).toBe(19 + 2048);
    expect(endOfLinesAhead(bytes, 4, 9)).toBe(9);
  });
});

describe('events exported as XML', () => {
  const events = ['<Event a>one</Event>', '<Event b>\n two\n</Event>', '<Event c>three</Event>'];
  const text = `<Events>${events.join('')}</Events>`;

  test.each([
    ['one', 0],
    ['two', 1],
    ['three', 2],
  ] as const)('the one with %j is a record, though lines do not part it from others', (word, index) => {
    const [before = ''] = text.split(word, 1);
    expect(recordAt(eventBoundaries, `${before}^${text.slice(before.length)}`)).toBe(events[index]);
  });

  test('a block ends before the event that goes on behind it', () => {
    const end = put(text.slice(0, text.indexOf('three')));
    expect(eventBoundaries.cut(kernel, DATA, end)).toBe(DATA + text.indexOf('<Event c>'));
  });
});
