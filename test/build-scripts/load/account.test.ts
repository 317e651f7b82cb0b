import { describe, expect, it } from 'vitest';
import { accountOf as accountOfAll, percentile } from '../../../build-scripts/load/measure/account.ts';
import type { Heard, Message } from '../../../build-scripts/load/measure/watcher.ts';
import type { Planted } from '../../../build-scripts/load/storm/truth.ts';

const FILE = '/var/log/amazon/ssm/amazon-ssm-agent.log';

function planted(tell: string, more: Partial<Planted> = {}): Planted {
  return {
    type: 'failure',
    kind: 'synthetic',
    tell,
    roots: ['PKG_LOCK_HELD'],
    also: ['DOCUMENT_STEP_FAILED'],
    file: FILE,
    commandId: null,
    associationId: null,
    at: 0,
    moment: 1000,
    line: true,
    ...more,
  };
}

function accountOf(failures: readonly Planted[], said: readonly Heard[]) {
  return accountOfAll({ planted: failures, runs: [] }, said);
}

function heard(excerpt: string, more: Partial<Message> = {}, moment = 1010): Heard {
  const evidence = { file: FILE, line: 1, excerpt };
  return { moment, message: { type: 'finding', change: 'new', cause: 'PKG_LOCK_HELD', evidence, ...more } };
}

describe('accountOf', () => {
  it('is content when each failure is told once, new or again', () => {
    const account = accountOf(
      [planted('process 71 '), planted('process 72 ')],
      [heard('held by process 71 (apt)'), heard('held by process 72 (apt)', { change: 'again' }, 1030)],
    );
    expect(account).toEqual({
      missed: [],
      twice: [],
      unexplained: [],
      latencies: [
        { kind: 'synthetic', milliseconds: 10 },
        { kind: 'synthetic', milliseconds: 30 },
      ],
      lost: 0,
      wrongRuns: [],
    });
  });

  it('misses what nobody told, and what was told for another cause', () => {
    const failures = [planted('process 71 '), planted('process 72 ')];
    const account = accountOf(failures, [heard('process 72 ', { cause: 'DOCUMENT_STEP_FAILED' })]);
    expect(account.missed).toEqual(failures);
    expect(account.unexplained).toEqual([]);
  });

  it('sees what is told twice, from whichever file, and measures the first', () => {
    const failure = planted('process 71 ');
    const account = accountOf(
      [failure],
      [heard('process 71 '), heard('process 71 ', { change: 'again' }, 1500)],
    );
    expect(account.twice).toEqual([failure]);
    expect(account.latencies.map(({ milliseconds }) => milliseconds)).toEqual([10]);
  });

  it('does not take what has passed for a finding', () => {
    const account = accountOf([planted('process 71 ')], [heard('process 71 ', { change: 'recovered' })]);
    expect(account.missed).toHaveLength(1);
    expect(account.unexplained).toEqual([]);
  });

  it('takes a consequence of the same run for explained, and no other', () => {
    const failure = planted('process 71 ', { commandId: 'c-1' });
    const consequence = (commandId: string, cause: string) =>
      heard('failed to run commands: exit status 1', {
        cause,
        operation: { id: null, commandId, associationId: null },
      });
    const account = accountOf(
      [failure],
      [
        heard('process 71 '),
        consequence('c-1', 'DOCUMENT_STEP_FAILED'),
        consequence('c-2', 'DOCUMENT_STEP_FAILED'),
        consequence('c-1', 'HOST_DISK_FULL'),
      ],
    );
    expect(account.unexplained.map(({ cause, operation }) => [cause, operation?.commandId])).toEqual([
      ['DOCUMENT_STEP_FAILED', 'c-2'],
      ['HOST_DISK_FULL', 'c-1'],
    ]);
  });

  it('does not count what comes before its note as less than no time', () => {
    const { latencies } = accountOf([planted('process 71 ')], [heard('process 71 ', {}, 999)]);
    expect(latencies.map(({ milliseconds }) => milliseconds)).toEqual([0]);
  });

  it('counts what is lost', () => {
    const { lost } = accountOf([], [{ moment: 1, message: { type: 'lost', reason: 'truncated' } }]);
    expect(lost).toBe(1);
  });
});

it.each([
  [[1, 2, 3, 4], 0.5, 2],
  [[1, 2, 3, 4], 0.95, 4],
  [[7], 0.5, 7],
  [[], 0.95, Number.NaN],
])('of %j, the share %d is within %d', (sorted, share, expected) => {
  expect(percentile(sorted, share)).toBe(expected);
});
