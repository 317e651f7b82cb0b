import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipEnd,
  clipMiddle,
  clipPath,
  takeColumns,
  takeLastColumns,
} from '../../../src/reporters/text/columns.ts';
import { displayWidth } from '../../../src/reporters/text/display-width.ts';
import { printable } from '../../../src/reporters/wording/printable.ts';
import { hostileText } from '../arbitrary-report.ts';

describe('displayWidth', () => {
  test.each([
    ['plain', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['👍', 2],
    ['ｆ', 2],
    ['가', 2],
    ['…', 1],
    ['', 0],
  ])('of %j is %i', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('taking columns', () => {
  test('never takes half of a wide letter, and keeps marks with theirs', () => {
    expect(takeColumns('a日本', 2)).toBe('a');
    expect(takeColumns('e\u0301x', 1)).toBe('e\u0301');
    expect(takeLastColumns('日本b', 2)).toBe('b');
    expect(takeLastColumns('e\u0301x', 1)).toBe('x');
  });
});

describe('clipping', () => {
  test.each([
    [clipEnd, 'a long text', 8, 'a long…'],
    [clipEnd, 'short', 8, 'short'],
    [clipMiddle, 'cannot connect: connection refused', 20, 'cannot conne…refused'],
    [clipPath, '/var/log/amazon/ssm/errors.log:12', 28, '…/amazon/ssm/errors.log:12'],
    [clipPath, '/var/log/amazon/ssm/errors.log:12', 20, '…/ssm/errors.log:12'],
    [clipPath, 'C:\\Logs\\amazon-ssm-agent.log:1', 26, '…\\amazon-ssm-agent.log:1'],
    [clipPath, '/a-name-that-is-too-long.log:3', 12, '…-long.log:3'],
    [clipPath, '/short', 12, '/short'],
  ])('%o makes %j fit %i columns', (clip, text, columns, expected) => {
    expect(clip(text, columns, '…')).toBe(expected);
  });

  test('never makes anything longer than its columns', () => {
    fc.assert(
      fc.property(
        hostileText,
        fc.integer({ min: 4, max: 80 }),
        fc.constantFrom('…', '...'),
        fc.constantFrom(clipEnd, clipMiddle, clipPath),
        (raw, columns, ellipsis, clip) => {
          expect(displayWidth(clip(printable(raw), columns, ellipsis))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
