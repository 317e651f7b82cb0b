import { describe, expect, test } from 'vitest';
import { parseLogName } from '../../src/sources/log-name.ts';

const LOG = 'amazon-ssm-agent.log';
const LOGS = [LOG, 'errors.log', 'messages'];

describe('parseLogName', () => {
  test.each([
    [LOG, { kind: 'current' }, null],
    [`${LOG}.12`, { kind: 'number', number: 12 }, null],
    [`3.${LOG}`, { kind: 'number', number: 3 }, null],
    [`${LOG}.2026-11-20`, { kind: 'date', date: '20261120' }, null],
    [`2026-11-20.${LOG}`, { kind: 'date', date: '20261120' }, null],
    [`${LOG}-20261120`, { kind: 'date', date: '20261120' }, null],
    [`${LOG}-2026112003`, { kind: 'date', date: '2026112003' }, null],
    ['amazon-ssm-agent-20261120.log', { kind: 'date', date: '20261120' }, null],
    [`${LOG}-20261120.gz`, { kind: 'date', date: '20261120' }, 'gz'],
    [`${LOG}.2.xz`, { kind: 'number', number: 2 }, 'xz'],
    [`${LOG}.20.11.2026`, { kind: 'other' }, null],
    [`${LOG}.old`, { kind: 'other' }, null],
    ['Amazon-SSM-Agent.LOG', { kind: 'current' }, null],
  ])('%s', (name, roll, packing) => {
    expect(parseLogName(name, LOGS)).toEqual({ log: LOG, roll, packing });
  });

  test.each(['my-amazon-ssm-agent.log', `${LOG}.offset`, `${LOG}x`, 'messages.d', 'other.log', ''])(
    '%j is none of them',
    (name) => expect(parseLogName(name, LOGS)).toBeNull(),
  );
});
