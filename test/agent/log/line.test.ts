import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine } from '../../../src/agent/log/line.ts';

const TIME = Date.parse('2026-11-25T04:00:46.123Z');

describe('a line of the log', () => {
  it('has time, level, message and facts, each as short as it can be read', () => {
    const facts = {
      verdict: 'compliant',
      took: 1234,
      folder: '/var/log/amazon/ssm',
      reason: 'no permission; run as root',
      next: new Date(TIME + 1000),
      last: null,
      ok: true,
      none: undefined,
      list: ['a', 1],
      empty: '',
      error: new Error('it "broke"'),
    };
    expect(logLine(TIME, 'info', 'report delivered', facts)).toBe(
      'time=2026-11-25T04:00:46.123Z level=info msg="report delivered" verdict=compliant took=1234 ' +
        'folder=/var/log/amazon/ssm reason="no permission; run as root" next=2026-11-25T04:00:47.123Z last=null ok=true ' +
        'list="[\\"a\\",1]" empty="" error="it \\"broke\\""',
    );
  });

  it('shows what would do something instead of being read', () => {
    expect(logLine(TIME, 'warn', 'a\r\n\tb\x1b[2Jc\\n', { '\u202ex y': '\u0000\u2028' })).toBe(
      'time=2026-11-25T04:00:46.123Z level=warn msg="a\\r\\n\\tb\\x1b[2Jc\\\\n" _x_y="\\x00\\u2028"',
    );
  });

  it('keeps its own names to itself', () => {
    expect(logLine(TIME, 'info', 'x', { level: 'error', msg: 1, time: 2, '': 3 })).toContain(
      'msg="x" level_=error msg_=1 time_=2 _=3',
    );
  });

  it('is short, whatever is in it', () => {
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`fact${index}`, 'x'.repeat(10_000)]),
    );
    const line = logLine(TIME, 'info', 'm'.repeat(100_000), many);
    expect(line.length).toBeLessThan(40_000);
    expect(line).toContain(`${'m'.repeat(4000)}…"`);
  });

  it('is made of values that cannot be written', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const facts = { circle, big: 5n, symbol: Symbol('s'), call: () => 1, when: new Date(Number.NaN) };
    expect(logLine(Number.NaN, 'info', 'x', facts)).toBe(
      'time=unknown level=info msg="x" circle=unreadable big=5 symbol="Symbol(s)" when=unknown',
    );
    const trap = {
      get broken(): string {
        throw new Error('no');
      },
    };
    expect(logLine(TIME, 'info', 'x', trap)).toContain('msg="x" facts=unreadable');
  });

  it('is one line that is taken apart again', () => {
    const facts = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.string({ unit: 'binary', maxLength: 50 }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), facts, (message, given) => {
        const line = logLine(TIME, 'info', message, given);
        expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
        expect(line).toMatch(
          /^time=\S+ level=info msg="(?:[^"\\]|\\.)*"(?: [\w.-]+=(?:[^\s"]+|"(?:[^"\\]|\\.)*"))*$/u,
        );
      }),
    );
  });
});
