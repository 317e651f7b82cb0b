import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { continuesJournalRecord, parseJournalLine } from '../../../parsers/agent-log/journal.ts';
import { passesOf } from '../../support/passes.ts';

const TEXT = '2023-11-23 03:36:18 INFO [CredentialRefresher] Sleeping for 5h4m32s';

describe('parseJournalLine', () => {
  test.each([
    [
      'syslog',
      `Nov 23 03:36:18 ip-10-0-0-1 amazon-ssm-agent[1098]: ${TEXT}`,
      'Nov 23 03:36:18',
      'amazon-ssm-agent',
    ],
    [
      'a day of one digit',
      `Nov  8 12:42:09 host amazon-ssm-agent[1]: ${TEXT}`,
      'Nov  8 12:42:09',
      'amazon-ssm-agent',
    ],
    [
      'a journal of the snap without a host',
      `2025-08-14T10:08:59-04:00 amazon-ssm-agent.amazon-ssm-agent[335236]: ${TEXT}`,
      '2025-08-14T10:08:59-04:00',
      'amazon-ssm-agent.amazon-ssm-agent',
    ],
    [
      'a journal with a host',
      `2025-08-14T10:08:59.123456+0000 host amazon-ssm-agent[3]: ${TEXT}`,
      '2025-08-14T10:08:59.123456+0000',
      'amazon-ssm-agent',
    ],
    [
      'Bottlerocket',
      `Nov 23 03:36:18 ip-10-0-0-1 host-containers@control[12]: ${TEXT}`,
      'Nov 23 03:36:18',
      'host-containers@control',
    ],
    ['a tag without a process id', `Nov 23 03:36:18 host kernel: ${TEXT}`, 'Nov 23 03:36:18', 'kernel'],
    ['a tag only', `amazon-ssm-agent[1098]: ${TEXT}`, '', 'amazon-ssm-agent'],
  ])('splits %s', (_name, line, stamp, tag) => {
    expect(parseJournalLine(line)).toEqual({ stamp, tag, text: TEXT });
  });

  test.each([
    'Error: text',
    'caused by: Get "http://x"',
    TEXT,
    '-- Boot 0123 --',
    '',
    'Nov 23 03:36:18 nothing else',
  ])('finds no prefix in %j', (line) => {
    expect(parseJournalLine(line)).toBeNull();
  });

  test('gives tabs back', () => {
    expect(parseJournalLine('Nov 23 03:36:18 host amazon-ssm-agent[1]: #011status code: 400')?.text).toBe(
      '\tstatus code: 400',
    );
  });

  test('never fails, and is quick with a megabyte', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void parseJournalLine(line)));
    for (const line of [
      'a'.repeat(1_000_000),
      `Nov 23 03:36:18 ${'a '.repeat(500_000)}`,
      `2025-08-14T${'a'.repeat(1_000_000)}`,
      ':'.repeat(1_000_000),
    ]) {
      expect(passesOf(line, parseJournalLine)).toBeLessThan(100);
    }
  });
});

describe('continuesJournalRecord', () => {
  const prefix = 'Nov 23 03:36:18 host amazon-ssm-agent[1]: ';

  test.each([
    '#011status code: 400, request id: x',
    '        status code: 400',
    'caused by: Get "http://x"',
    'status code: 400',
  ])('is so for the agent and %j', (text) => {
    expect(continuesJournalRecord(prefix + text)).toBe(true);
  });

  test.each([
    '   Loaded: not-found (Reason: No such file or directory)',
    '     Active: inactive (dead)',
    ' Main PID: 1247 (code=killed, signal=HUP)',
  ])('is so for the status of a unit: %j', (line) => {
    expect(continuesJournalRecord(line)).toBe(true);
  });

  test('is not so for a record, another program, or text without a prefix', () => {
    expect(continuesJournalRecord(prefix + TEXT)).toBe(false);
    expect(continuesJournalRecord('Nov 23 03:36:18 host sshd[1]:  status code: 400')).toBe(false);
    expect(continuesJournalRecord('        status code: 400')).toBe(false);
    expect(continuesJournalRecord('Active: inactive (dead)')).toBe(false);
  });
});
