import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsAgentRecord } from '../../../parsers/agent-log/boundary.ts';

function begins(line: string): boolean {
  const bytes = Buffer.from(`before\n${line}\nafter`);
  return beginsAgentRecord(bytes, 7, 7 + Buffer.byteLength(line));
}

describe('beginsAgentRecord', () => {
  test.each([
    '2016-09-06 17:13:42 ERROR text',
    '2025-02-05 08:27:45.6674 INFO text',
    '2025-02-05 08:27:45.6674 INFO text\r',
    '1704967520066534055 [Debug] text',
    '2025/11/03 12:40:12 Found config file',
    '2021-05-31 01:12:04,649 [43] ERROR [aws:cloudWatch] - x',
    '24-11-04 10:02:44 WARN text',
    ' INFO [HealthCheck] text',
    'CRITICAL text',
  ])('takes %j for the beginning of a record', (line) => {
    expect(begins(line)).toBe(true);
  });

  test.each([
    '',
    '\r',
    '        status code: 400, request id: abc',
    '\tstatus code: 400',
    'caused by: Get "http://169.254.169.254/"',
    '  "Status": "Success",',
    '}',
    'INFORMATION follows',
    'ERROR',
    '2025-02-05',
    '2025-02-05T08:27:45Z',
    '12345 packets sent',
    '1704967520066534055',
    '17049675200665340551 [Debug] text',
    'goroutine 1 [running]:',
    '  INFO indented twice',
  ])('takes %j for a continuation', (line) => {
    expect(begins(line)).toBe(false);
  });

  test('never fails at the edge of the data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        for (let start = 0; start <= bytes.length; start++)
          expect(typeof beginsAgentRecord(bytes, start, bytes.length)).toBe('boolean');
      }),
    );
  });

  test('does not look behind the end of the line', () => {
    const bytes = Buffer.from('2025-02-05 08:27:45.6674 INFO text');
    for (let end = 0; end < 12; end++) expect(beginsAgentRecord(bytes, 0, end)).toBe(false);
  });
});
