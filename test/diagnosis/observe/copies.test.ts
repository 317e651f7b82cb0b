import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/diagnosis/limits.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { copyKey, isCopy } from '../../../src/diagnosis/observe/copies.ts';
import { createKernel, DATA } from '../../../src/reading/kernel/kernel.ts';

const STAMP = '2026-11-20 00:01:00';

describe('isCopy', () => {
  test('counts as often as the file that has a record most often', () => {
    const state = emptyState();
    const kinds = ['main', 'errors', 'main', 'errors', 'errors', 'system', 'main'] as const;
    expect(kinds.map((kind) => isCopy(state, kind, copyKey(STAMP, 'body')))).toEqual([
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
    expect(isCopy(state, 'main', copyKey(`${STAMP}.1234`, 'body\nmore'))).toBe(false);
    expect(isCopy(state, 'errors', copyKey(STAMP, 'body\nother'))).toBe(true);
    expect(isCopy(state, 'errors', copyKey('2026-11-20 00:01:01', 'body'))).toBe(false);
    expect(isCopy(state, 'errors', copyKey(STAMP, 'another body'))).toBe(false);
  });

  test('remembers a bounded number of records, and never takes a new one for a copy', () => {
    const state = emptyState();
    for (let at = 0; at < LIMITS.copies + 1000; at++)
      expect(isCopy(state, 'main', copyKey(STAMP, `body ${at}`))).toBe(false);
    expect(state.copies.size).toBe(LIMITS.copies);
  });
});

test('the kernel has the same key for ASCII, and none for other texts', () => {
  const kernel = createKernel();
  const line = fc.string({ unit: fc.constantFrom(...'ab \n'), maxLength: 60 });
  fc.assert(
    fc.property(line, (body) => {
      const end = DATA + kernel.bytes.write(`${STAMP} ${body}`, DATA, 'latin1');
      const key = kernel.copyKey(DATA, STAMP.length, DATA + STAMP.length + 1, end);
      expect(key).toBe(copyKey(STAMP, body));
    }),
  );
  const end = DATA + kernel.bytes.write(`${STAMP} ä`, DATA, 'utf8');
  expect(kernel.copyKey(DATA, STAMP.length, DATA + STAMP.length + 1, end)).toBe(-1);
});
