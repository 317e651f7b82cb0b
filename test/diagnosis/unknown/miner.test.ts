import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/diagnosis/limits.ts';
import { type EngineState, emptyState } from '../../../src/diagnosis/model.ts';
import { noteUnknown } from '../../../src/diagnosis/unknown/miner.ts';
import { aSighting } from '../a-state.ts';

function mined(texts: readonly string[]): EngineState {
  const state = emptyState();
  for (const [index, text] of texts.entries())
    noteUnknown(state, text, aSighting({ at: index, line: index + 1 }));
  return state;
}

function templatesOf(state: EngineState): [string, number][] {
  return [...state.unknown.values()].map(({ template, count }) => [template.join(' '), count]);
}

describe('noteUnknown', () => {
  test('lines that differ in ids, times and numbers are one template', () => {
    expect(
      templatesOf(mined(['gave up after 3 tries on 10.0.0.5', 'gave up after 12 tries on 10.0.0.6'])),
    ).toEqual([['gave up after <*> tries on <*>', 2]]);
  });

  test('lines that differ in few words are one template, with those words open', () => {
    expect(
      templatesOf(mined(['plugin alpha could not start today', 'plugin beta could not start today'])),
    ).toEqual([['plugin <*> could not start today', 2]]);
  });

  test('lines that differ in most words, in length or in the first word are apart', () => {
    expect(templatesOf(mined(['a b c d e', 'a x y z e', 'a b c d', 'q b c d e']))).toHaveLength(4);
  });

  test('keeps first and last by time, in whatever order they come', () => {
    const state = emptyState();
    for (const minute of [5, 9, 1]) noteUnknown(state, 'it broke', aSighting({ at: minute }));
    const [cluster] = state.unknown.values();
    expect([cluster?.first.moment.at, cluster?.last.moment.at]).toEqual([1, 9]);
  });

  test('an empty line is nothing', () => {
    expect(mined(['', '   ', '\n']).unknown.size).toBe(0);
  });

  test('keeps a bounded number of templates, and counts the rest together, so that every line is counted', () => {
    const word = (at: number): string => [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const texts = Array.from({ length: LIMITS.clusters + 500 }, (_, at) => `${word(at)} broke`);
    const state = mined(texts);
    expect(state.unknown.size).toBe(LIMITS.clusters + 1);
    expect(templatesOf(state).reduce((sum, [, count]) => sum + count, 0)).toBe(texts.length);
    expect(state.unknown.get('rest')?.count).toBe(500);
  });

  test('counts every line that holds something, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 })), (texts) => {
        const full = texts.filter((text) => (text.split(/[\r\n]/, 1)[0] ?? '').trim() !== '');
        const counted = templatesOf(mined(texts)).reduce((sum, [, count]) => sum + count, 0);
        expect(counted).toBe(full.length);
      }),
    );
  });
});
