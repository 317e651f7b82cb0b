import { expect, it } from 'vitest';
import type { Message } from '../../../build-scripts/load/measure/watcher.ts';
import { wrongRuns } from '../../../build-scripts/load/measure/wrong-runs.ts';
import type { EndedRun } from '../../../build-scripts/load/storm/truth.ts';

const RUN_ID = '2026-11-25T04-33-14.155Z';
const COMMAND: EndedRun = { type: 'run', commandId: 'c-1', associationId: null, runId: null, code: 0 };
const ASSOCIATION: EndedRun = { type: 'run', commandId: null, associationId: 'a-1', runId: RUN_ID, code: 1 };
const OF_COMMAND = { id: 'c-1', commandId: 'c-1', associationId: null };
const OF_ASSOCIATION = { id: `a-1/${RUN_ID}`, commandId: null, associationId: 'a-1' };

function problems(runs: readonly EndedRun[], ...said: readonly Partial<Message>[]): string[] {
  return wrongRuns(
    runs,
    said.map((message) => ({ moment: 1, message: { type: 'operation', ...message } })),
  );
}

it.each([
  ['a command', COMMAND, OF_COMMAND, 'success'],
  ['a run of an association', ASSOCIATION, OF_ASSOCIATION, 'failed'],
  ['one named with a dot', ASSOCIATION, { ...OF_ASSOCIATION, id: `a-1.${RUN_ID}` }, 'failed'],
])('is content with %s that starts and ends once, as it did', (_name, run, operation, outcome) => {
  expect(problems([run], { change: 'started', operation }, { change: 'ended', operation, outcome })).toEqual(
    [],
  );
});

it('sees what is not told, told twice or told wrong', () => {
  const started = { change: 'started', operation: OF_COMMAND };
  const ended = { change: 'ended', operation: OF_COMMAND, outcome: 'success' };
  expect(problems([COMMAND])).toEqual(['command c-1 told 0 times to have started']);
  expect(problems([COMMAND], started)).toEqual(['command c-1 told 0 times to have ended']);
  expect(problems([COMMAND], started, started, ended)).toEqual(['command c-1 told 2 times to have started']);
  expect(problems([COMMAND], started, ended, ended)).toEqual(['command c-1 told 2 times to have ended']);
  expect(problems([COMMAND], started, { ...ended, outcome: 'unknown' })).toEqual([
    'command c-1 told to have ended with unknown, expected success',
  ]);
});

it('sees an association that is taken for a command, and another run of it', () => {
  const operation = { id: 'a-1', commandId: 'a-1', associationId: null };
  expect(problems([], { change: 'started', operation })).toEqual(['command a-1 started, which never ran']);
  const other = { ...OF_ASSOCIATION, id: 'a-1/2026-11-25T05-00-00.000Z' };
  expect(problems([], { change: 'ended', operation: other })).toEqual([
    'run 2026-11-25T05-00-00.000Z of association a-1 ended, which never ran',
  ]);
});
