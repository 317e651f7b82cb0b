import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/diagnosis/limits.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { isCopy } from '../../../src/diagnosis/observe/copies.ts';

const STAMP = '2026-11-20 00:01:00';

describe('isCopy', () => {
  test('counts as often as the file that has a record most often', () => {
    const state = emptyState();
    const kinds = ['main', 'errors', 'main', 'errors', 'errors', 'system', 'main'] as const;
    expect(kinds.map((kind) => isCopy(state, kind, STAMP, 'body'))).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  test('compares the second and the first line of the message, not fractions or what follows', () => {
    const state = emptyState();
    expect(isCopy(state, 'main', `${STAMP}.1234`, 'body\nmore')).toBe(false);
    expect(isCopy(state, 'errors', STAMP, 'body\nother')).toBe(true);
    expect(isCopy(state, 'errors', '2026-11-20 00:01:01', 'body')).toBe(false);
    expect(isCopy(state, 'errors', STAMP, 'another body')).toBe(false);
  });

  test('remembers a bounded number of records, and never takes a new one for a copy', () => {
    const state = emptyState();
    for (let at = 0; at < LIMITS.copies + 1000; at++)
      expect(isCopy(state, 'main', STAMP, `body ${at}`)).toBe(false);
    expect(state.copies.size).toBe(LIMITS.copies);
  });
});
