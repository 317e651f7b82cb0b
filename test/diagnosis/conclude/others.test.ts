import { describe, expect, test } from 'vitest';
import { newestTime } from '../../../src/diagnosis/conclude/newest-time.ts';
import { harmlessOf, unrecognizedOf } from '../../../src/diagnosis/conclude/others.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { aCatalogue } from '../a-catalogue.ts';
import { AGENT, anObservation, anOperation, aRun, aSighting, aSuccess } from '../a-state.ts';

describe('unrecognizedOf', () => {
  test('is most frequent first, with the first and the last line', () => {
    const state = emptyState();
    const [first, last] = [aSighting({ at: 1, line: 1 }), aSighting({ at: 2, line: 9 })];
    state.unknown.set('a', { template: ['rare', '<*>'], count: 1, first, last: first });
    state.unknown.set('b', { template: ['often'], count: 5, first, last });
    expect(
      unrecognizedOf(state, timelineOf(state)).map(({ template, count, evidence }) => [
        template,
        count,
        evidence.map(({ line }) => line),
      ]),
    ).toEqual([
      ['often', 5, [9, 1]],
      ['rare <*>', 1, [1]],
    ]);
  });
});

describe('harmlessOf', () => {
  test('says why, most frequent first', () => {
    const state = emptyState();
    state.harmless.set('gone-from-catalogue', { count: 1, first: aSighting() });
    state.harmless.set('looks-bad', { count: 3, first: aSighting({ line: 4 }) });
    const harmless = harmlessOf(state, aCatalogue(), timelineOf(state));
    expect(harmless.map(({ id, count, why }) => [id, count, why])).toEqual([
      ['looks-bad', 3, 'It is not.'],
      ['gone-from-catalogue', 1, ''],
    ]);
  });
});

describe('newestTime', () => {
  test("is the latest of the agent's log, of runs, of lines and of successes", () => {
    const state = emptyState();
    const newest = (): number | null => newestTime(state, timelineOf(state));
    expect(newest()).toBeNull();
    anOperation(state, aRun('a'), [], { folder: { modified: 5 } });
    expect(newest()).toBe(5);
    anOperation(state, AGENT, [anObservation('DISK_FULL', { at: 2 })]);
    expect(newest()).toBe(2);
    anOperation(state, aRun('b'), [], { startedAt: 3 });
    expect(newest()).toBe(3);
    state.workSuccesses.set('inventory', aSuccess('', { at: 4 }));
    expect(newest()).toBe(4);
    state.agentLogEnd = { at: 9, clock: 'utc', order: 0 };
    expect(newest()).toBe(9);
  });
});
