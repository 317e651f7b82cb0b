import { describe, expect, test } from 'vitest';
import { finishRun } from '../../src/diagnosis/finish-run.ts';
import { type EngineState, emptyState, type Observation } from '../../src/diagnosis/model.ts';
import { aCatalogue } from './a-catalogue.ts';
import { ASSOCIATION } from './a-node.ts';
import {
  AGENT,
  anObservation,
  anOperation,
  aRun,
  aSighting,
  aSuccess,
  type OperationFacts,
} from './a-state.ts';

function finished(
  observations: readonly Observation[],
  given: OperationFacts,
  state: EngineState = emptyState(),
): EngineState {
  finishRun(state, aCatalogue(), anOperation(state, aRun(), observations, { startedAt: 100, ...given }));
  return state;
}

const QUIET: OperationFacts = { folder: { hasErrorsFile: true, quietErrors: true } };

function works(state: EngineState): string[] {
  return [...state.workSuccesses.keys()].sort();
}

describe('a run that ended well', () => {
  test('with an empty stderr is remembered as the proof for its kind of work, and forgotten itself', () => {
    const state = finished([], { ...QUIET, facts: { operation: 'Install' } });
    expect(works(state)).toEqual([`association/${ASSOCIATION}`, 'patch/install', 'patch/scan']);
    expect(state.workSuccesses.get('patch/install')?.moment.at).toBe(100);
    expect(state.operations.size).toBe(0);
  });

  test('by its own word is remembered with that line', () => {
    const state = finished([], { success: aSuccess('run-worked', { at: 101, line: 8 }) });
    expect(state.workSuccesses.get(`association/${ASSOCIATION}`)?.line).toBe(8);
  });

  test('proves nothing when nothing shows how it ended', () => {
    expect(works(finished([], { folder: { hasErrorsFile: false, quietErrors: true } }))).toEqual([]);
    expect(works(finished([], { folder: { hasErrorsFile: true, quietErrors: false } }))).toEqual([]);
    expect(works(finished([], {}))).toEqual([]);
  });

  test('the latest is kept, in whatever order they are read', () => {
    const state = emptyState();
    for (const startedAt of [200, 300, 100]) finished([], { ...QUIET, startedAt }, state);
    expect(state.workSuccesses.get(`association/${ASSOCIATION}`)?.moment.at).toBe(300);
  });
});

describe('a run with trouble', () => {
  test('proves nothing, and is kept', () => {
    const state = finished([anObservation('DISK_FULL')], QUIET);
    expect(works(state)).toEqual([]);
    expect(state.operations.size).toBe(1);
  });

  test.each([
    ['that was closed in the same stream', anObservation('LOCK_HELD', {}, { closed: aSighting() })],
    ['that is only information', anObservation('SEEN_ONLY')],
    ['that showed less often than it takes', anObservation('THROTTLED', {}, { needs: 3, count: 2 })],
  ])('%s proves that the work was done', (_what, observation) => {
    const state = finished([observation], QUIET);
    expect(works(state)).toEqual([`association/${ASSOCIATION}`]);
    expect(state.operations.size).toBe(1);
  });

  test('before its own success got over it; after it did not', () => {
    const success = aSuccess('run-worked', { at: 101, order: 50, file: '/out' });
    expect(
      works(finished([anObservation('LOCK_HELD', { order: 40, file: '/out' })], { success })),
    ).toHaveLength(1);
    expect(works(finished([anObservation('LOCK_HELD', { order: 60, file: '/out' })], { success }))).toEqual(
      [],
    );
    expect(works(finished([anObservation('LOCK_HELD', { order: 40, file: '/other' })], { success }))).toEqual(
      [],
    );
  });
});

test('the agent itself is no run', () => {
  const state = emptyState();
  const agent = anOperation(state, AGENT, [], QUIET);
  finishRun(state, aCatalogue(), agent);
  expect([state.operations.size, state.workSuccesses.size]).toEqual([1, 0]);
});
