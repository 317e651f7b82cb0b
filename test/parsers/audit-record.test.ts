import { describe, expect, test } from 'vitest';
import { parseAuditTime } from '../../parsers/audit-record.ts';

describe('parseAuditTime', () => {
  test('reads seconds and milliseconds', () => {
    const line = 'type=AVC msg=audit(1795143120.042:456): avc:  denied  { execute } for  pid=1234';
    expect(parseAuditTime(line)).toBe(Date.UTC(2026, 10, 20, 2, 52, 0, 42));
  });

  test.each([
    [
      'a journal line that quotes one',
      'Nov 20 03:12:00 host audit[812]: type=AVC msg=audit(1795143120.042:456): x',
    ],
    ['a record without milliseconds', 'type=AVC msg=audit(1795143120:456): x'],
    ['nothing', ''],
  ])('knows no time of %s', (_, line) => {
    expect(parseAuditTime(line)).toBeNull();
  });
});
