import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAudit } from '../../../parsers/agent-log/audit.ts';

const NAME = 'amazon-ssm-agent-audit-2026-03-04';
const LINES = [
  'SchemaVersion=1',
  'agent_telemetry amazon-ssm-agent.start 3.3.987.0 23:29:55',
  'agent_telemetry ssm-agent-worker.start 3.3.987.0 23:29:56',
  'agent_update_result UpdateFailed_InstallRollback_ErrorUpdateFail-3.3.4108.0-NoAlarm 3.3.987.0 23:31:00',
];

describe('parseAudit', () => {
  test('reads entries with the day of the file name', () => {
    const parsed = parseAudit(LINES.join('\n'), NAME);
    expect(parsed).toMatchObject({ ok: true, value: { unread: 0 } });
    if (!parsed.ok) return;
    expect(parsed.value.entries).toHaveLength(3);
    expect(parsed.value.entries[0]).toEqual({
      type: 'agent_telemetry',
      event: 'amazon-ssm-agent.start',
      version: '3.3.987.0',
      time: '23:29:55',
      date: '2026-03-04',
      at: Date.UTC(2026, 2, 4, 23, 29, 55),
      line: 2,
    });
    expect(parsed.value.entries[2]).toMatchObject({
      event: 'UpdateFailed_InstallRollback_ErrorUpdateFail-3.3.4108.0-NoAlarm',
      line: 4,
    });
  });

  test.each([
    ['a footer on its own line', `${LINES.join('\n')}\nAuditSent=000000123`],
    ['a footer glued to the last entry', `${LINES.join('\n')}AuditSent=000000123`],
    ['line ends of Windows and a mark', `\ufeff${LINES.join('\r\n')}\r\n`],
  ])('is not disturbed by %s', (_name, text) => {
    expect(parseAudit(text, NAME)).toMatchObject({ ok: true, value: { unread: 0, entries: { length: 3 } } });
  });

  test('reads entries without a day when the name has none', () => {
    expect(parseAudit(LINES.join('\n'), 'audit.txt')).toMatchObject({
      ok: true,
      value: { entries: [{ date: null, at: null }, {}, {}] },
    });
  });

  test('counts lines that it cannot read', () => {
    expect(parseAudit(`${LINES.join('\n')}\nagent_telemetry half`, NAME)).toMatchObject({
      ok: true,
      value: { unread: 1 },
    });
  });

  test('accepts a file in which nothing happened', () => {
    expect(parseAudit('SchemaVersion=1\n', NAME)).toEqual({ ok: true, value: { entries: [], unread: 0 } });
  });

  test('says what is wrong with other files', () => {
    expect(parseAudit('', NAME)).toMatchObject({ ok: false, reason: 'empty' });
    expect(parseAudit('\0\0\0\0', NAME)).toMatchObject({ ok: false, reason: 'empty' });
    expect(parseAudit('something else\n', NAME)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  test('never fails, and is quick with a megabyte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, name) => void parseAudit(text, name)),
    );
    const start = performance.now();
    for (const text of [
      'a'.repeat(1_000_000),
      ' '.repeat(1_000_000),
      'AuditSent=0'.repeat(90_000),
      'a b '.repeat(250_000),
    ])
      parseAudit(text, NAME);
    expect(performance.now() - start).toBeLessThan(300);
  });
});
