import { describe, expect, test } from 'vitest';
import { parseWindowsStamp } from '../../../parsers/windows-log/stamp.ts';

const AT = Date.UTC(2026, 10, 20, 10, 20, 30);

describe('the time of a record of', () => {
  test.each([
    ['CBS.log', '2026-11-20 10:20:30, Error                 CBS    Failed', AT, 'local'],
    [
      'the older WindowsUpdate.log',
      '2026-11-20\t10:20:30:123\t 904\t1b94\tAgent\tWARNING',
      AT + 123,
      'local',
    ],
    ['the newer WindowsUpdate.log', '2026/11/20 10:20:30.1234567 1234  5678  Agent  Exit', AT + 123, 'local'],
    ['one of another locale', '2026.11.20 10:20:30.1234567 1276  3628  Misc  x', AT + 123, 'local'],
    [
      'ReportingEvents.log',
      '{A1B2C3D4-0000-4000-8000-000000000001}\t2026-11-20 05:20:30:395-0500\t1\t148',
      AT + 395,
      'utc',
    ],
    ['the patch module', '11/20/2026 10:20:30 UTC | Error | Searching', AT, 'utc'],
    [
      'an exported event',
      "<Event><System><TimeCreated SystemTime='2026-11-20T10:20:30.5000000Z'/></System>",
      AT + 500,
      'utc',
    ],
  ])('%s', (_, text, at, clock) => {
    expect(parseWindowsStamp(text, 0)).toMatchObject({ at, clock });
  });

  test.each([
    'Error: 0x800f081f',
    '2026-13-40 10:20:30, Info  CBS',
    '99/99/2026 10:20:30 UTC | Info | x',
    '',
  ])('%j is not known', (text) => {
    expect(parseWindowsStamp(text, 0)).toBeNull();
  });
});

test('of many events in one line the one that holds the place counts', () => {
  const event = (hour: string, code: string) =>
    `<Event><TimeCreated SystemTime='2026-11-20T${hour}:00:00Z'/><Data>${code}</Data></Event>`;
  const line = event('09', 'first') + event('10', 'second') + event('11', 'third');
  expect(parseWindowsStamp(line, line.indexOf('second'))?.at).toBe(Date.UTC(2026, 10, 20, 10));
});
