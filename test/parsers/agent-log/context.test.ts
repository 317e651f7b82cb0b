import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../../parsers/agent-log/correlation.ts';
import { parseStamp, utcOf } from '../../../parsers/agent-log/stamp.ts';

const RUN = '11111111-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';

describe('correlate', () => {
  test.each([
    ['a command', ['ssm-document-worker', RUN], { documentId: RUN, runId: null, associationId: null }],
    [
      "an association's run",
      ['ssm-document-worker', `${RUN}.2020-05-26T00-32-29.017Z`, 'DataBackend'],
      { documentId: RUN, runId: '2020-05-26T00-32-29.017Z', associationId: RUN },
    ],
    [
      'an association',
      ['Association', `associationId=${RUN}`],
      { documentId: null, runId: null, associationId: RUN },
    ],
    [
      'a message',
      [`messageID=aws.ssm.${RUN}.i-0synthetic0000001`],
      { documentId: RUN, runId: null, associationId: null },
    ],
    [
      'a message and the run that it began',
      [`messageID=aws.ssm.${OTHER}.x`, RUN],
      { documentId: RUN, runId: null, associationId: null },
    ],
    [
      'no run',
      ['HealthCheck', 'instanceID=i-0synthetic0000001'],
      { documentId: null, runId: null, associationId: null },
    ],
    [
      'something that looks like a run',
      [`x${RUN}`, `${RUN}.yesterday`],
      { documentId: null, runId: null, associationId: null },
    ],
  ])('names %s', (_name, contexts, expected) => {
    expect(correlate(contexts)).toEqual(expected);
  });
});

describe('parseStamp', () => {
  test('keeps every millisecond as it is written', () => {
    for (let milliseconds = 0; milliseconds < 1000; milliseconds++) {
      const raw = `2026-01-02 03:04:05.${String(milliseconds).padStart(3, '0')}9`;
      expect(parseStamp(raw)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, milliseconds));
    }
  });

  test('reads what it writes', () => {
    const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (time) => {
        expect(parseStamp(time.toISOString())).toBe(time.getTime());
        expect(parseStamp(time.toISOString().replace('T', ' ').replaceAll('-', '/'))).toBe(time.getTime());
      }),
    );
  });

  test.each([
    '2026-02-30 00:00:00',
    '2026-13-01 00:00:00',
    '2026-00-01 00:00:00',
    '2026-01-01 24:00:00',
    '2026-01-01 00:60:00',
    '0026-01-01 00:00:00',
    'x',
    '',
  ])('refuses %j', (raw) => {
    expect(parseStamp(raw)).toBeNull();
  });

  test('knows leap days and leap seconds', () => {
    expect(utcOf(2024, 2, 29, 0, 0, 0)).toBe(Date.UTC(2024, 1, 29));
    expect(utcOf(2023, 2, 29, 0, 0, 0)).toBeNull();
    expect(utcOf(2016, 12, 31, 23, 59, 60)).toBe(Date.UTC(2017, 0, 1));
  });
});
