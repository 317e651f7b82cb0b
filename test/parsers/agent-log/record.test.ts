import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AgentRecord, parseAgentRecord } from '../../../parsers/agent-log/record.ts';
import { passesOf } from '../../support/passes.ts';

const NODE = 'i-0synthetic0000001';
const RUN = '11111111-2222-3333-4444-555555555555';

function parts({ stamp, level, contexts, body }: AgentRecord): unknown[] {
  return [stamp, level, contexts, body];
}

/** Of the same text; looking at it again from each character would take a million. */
const PASSES = 100;

describe('parseAgentRecord', () => {
  test.each<[string, string, unknown[]]>([
    [
      'a record of 2.x with a continuation',
      `2016-09-06 17:13:42 ERROR [HandleAwsError @ awserr.go.62] [instanceID=${NODE}] [MessageProcessor] error when calling\n        status code: 400, request id: []`,
      [
        '2016-09-06 17:13:42',
        'ERROR',
        [`instanceID=${NODE}`, 'MessageProcessor'],
        'error when calling\n        status code: 400, request id: []',
      ],
    ],
    [
      'a closure as origin',
      `2018-08-10 16:01:43 ERROR [func1 @ coremanager.go.250] [instanceID=${NODE}] error occurred`,
      ['2018-08-10 16:01:43', 'ERROR', [`instanceID=${NODE}`], 'error occurred'],
    ],
    [
      'an association of 2.x',
      `2017-07-14 11:33:22 ERROR [instanceID=${NODE}] [MessageProcessor] [Association] [associationId=${RUN}] error when`,
      [
        '2017-07-14 11:33:22',
        'ERROR',
        [`instanceID=${NODE}`, 'MessageProcessor', 'Association', `associationId=${RUN}`],
        'error when',
      ],
    ],
    [
      'a worker of a run, with a fraction',
      `2025-10-13 16:01:21.0223 ERROR [ssm-document-worker] [${RUN}] [DataBackend] [pluginName=aws:configurePackage] done with it - error: x`,
      [
        '2025-10-13 16:01:21.0223',
        'ERROR',
        ['ssm-document-worker', RUN, 'DataBackend', 'pluginName=aws:configurePackage'],
        'done with it - error: x',
      ],
    ],
    [
      'a context without brackets',
      '2024-11-04 10:02:44.9629 WARN EC2RoleProvider Failed to connect',
      ['2024-11-04 10:02:44.9629', 'WARN', ['EC2RoleProvider'], 'Failed to connect'],
    ],
    [
      'a context without brackets behind others',
      '2024-11-04 10:02:44.9629 WARN [ssm-agent-worker] SSMService UpdateS3Util text',
      ['2024-11-04 10:02:44.9629', 'WARN', ['ssm-agent-worker', 'SSMService', 'UpdateS3Util'], 'text'],
    ],
    [
      'an output without a format',
      '1704967520066750635 [Warn] [ssm-agent-worker] failed to read runtime config',
      ['1704967520066750635', 'WARN', ['ssm-agent-worker'], 'failed to read runtime config'],
    ],
    [
      'no context',
      '2024-12-05 05:11:15.3972 ERROR [proceedUpdate @ processor.go.517] error while',
      ['2024-12-05 05:11:15.3972', 'ERROR', [], 'error while'],
    ],
    [
      'the legacy CloudWatch plugin',
      '2021-05-31 01:12:04,649 [43] ERROR [aws:cloudWatch] - The text',
      ['2021-05-31 01:12:04,649', 'ERROR', ['aws:cloudWatch'], '- The text'],
    ],
    [
      'a level that is padded',
      '2021-05-31 01:12:04,649 [43] INFO  [aws:cloudWatch] - x',
      ['2021-05-31 01:12:04,649', 'INFO', ['aws:cloudWatch'], '- x'],
    ],
    [
      "Go's own logger",
      '2025/11/03 12:40:12 Found config file at /etc',
      ['2025/11/03 12:40:12', null, [], 'Found config file at /etc'],
    ],
    ['a paste without times', ' INFO [HealthCheck] reporting', ['', 'INFO', ['HealthCheck'], 'reporting']],
    ['a year that was cut', '24-11-04 10:02:44 WARN text', ['24-11-04 10:02:44', 'WARN', [], 'text']],
    [
      'text that is no record',
      'caused by: Get "http://169.254.169.254/"',
      ['', null, [], 'caused by: Get "http://169.254.169.254/"'],
    ],
    [
      'text in brackets that belongs to the message',
      '2024-01-02 03:04:05 INFO [Association] [not a context] x',
      ['2024-01-02 03:04:05', 'INFO', ['Association'], '[not a context] x'],
    ],
    [
      'a bracket that never closes',
      '2024-01-02 03:04:05 INFO [Association] [open',
      ['2024-01-02 03:04:05', 'INFO', ['Association'], '[open'],
    ],
    [
      'a bracket that closes on the next line',
      '2024-01-02 03:04:05 INFO [a\nb] x',
      ['2024-01-02 03:04:05', 'INFO', [], '[a\nb] x'],
    ],
    [
      'line ends of Windows',
      '2024-01-02 03:04:05 INFO [Association] text\r\nmore\r',
      ['2024-01-02 03:04:05', 'INFO', ['Association'], 'text\r\nmore\r'],
    ],
    ['nothing', '', ['', null, [], '']],
  ])('reads %s', (_name, text, expected) => {
    const record = parseAgentRecord(text);
    expect(parts(record)).toEqual(expected);
    expect(text.slice(record.bodyAt)).toBe(record.body);
  });

  test('takes local time for local, and what is written in UTC for UTC', () => {
    const local = parseAgentRecord('2024-11-04 10:02:44.9629 WARN text');
    expect([local.at, local.clock]).toEqual([Date.UTC(2024, 10, 4, 10, 2, 44, 962), 'local']);
    const nano = parseAgentRecord('1704967520066750635 [Warn] text');
    expect([nano.at, nano.clock]).toEqual([1704967520066, 'utc']);
    const log4net = parseAgentRecord('2021-05-31 01:12:04,649 [43] ERROR [aws:cloudWatch] - x');
    expect([log4net.at, log4net.clock]).toEqual([Date.UTC(2021, 4, 31, 1, 12, 4, 649), 'utc']);
  });

  test('never fails, and the body always is the rest of the text', () => {
    const piece = fc.constantFrom(
      '2024-01-02 03:04:05',
      ' ',
      '[',
      '] ',
      'INFO ',
      'a',
      '[a @ b.go.1] ',
      '=',
      '\n',
      '\r',
      '\0',
      '1704967520066750635 ',
      'SSMService ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          const record = parseAgentRecord(text);
          expect(text.slice(record.bodyAt)).toBe(record.body);
        },
      ),
    );
  });

  test.each([
    ['blanks', `2024-01-02 03:04:05 INFO ${' '.repeat(1_000_000)}`],
    ['open brackets', `2024-01-02 03:04:05 INFO ${'['.repeat(1_000_000)}`],
    ['contexts', `2024-01-02 03:04:05 INFO ${'[a] '.repeat(250_000)}`],
    ['bare contexts', `2024-01-02 03:04:05 INFO ${'SSMService '.repeat(100_000)}`],
    ['an origin without an end', `2024-01-02 03:04:05 INFO [${'a'.repeat(1_000_000)}`],
    ['digits', '1'.repeat(1_000_000)],
  ])('is quick with a megabyte of %s', (_name, text) => {
    expect(passesOf(text, (all) => parseAgentRecord(all))).toBeLessThan(PASSES);
    expect(parseAgentRecord(text).contexts.length).toBeLessThanOrEqual(16);
  });
});
