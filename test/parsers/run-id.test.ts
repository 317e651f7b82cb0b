import { describe, expect, test } from 'vitest';
import { isRunId, parseRunId } from '../../parsers/run-id.ts';

describe('parseRunId', () => {
  test.each([
    ['2026-11-20T03-12-00.123Z', Date.UTC(2026, 10, 20, 3, 12, 0, 123)],
    ['2026-11-20T03-12-00', Date.UTC(2026, 10, 20, 3, 12)],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2026-13-40T99-99-99.000Z', null],
    ['rubbish', null],
  ])('%s', (runId, time) => {
    expect(parseRunId(runId)).toBe(time);
  });
});

test('isRunId tells runs from steps, also when the time is none', () => {
  expect(['2026-13-40T99-99-99.000Z', 'awsrunShellScript'].map(isRunId)).toEqual([true, false]);
});
