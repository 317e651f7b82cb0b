import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/reporters/wording/printable.ts';
import { selectionOf } from '../../../src/reporters/wording/selection.ts';
import { ageText, timeText } from '../../../src/reporters/wording/times.ts';
import {
  counted,
  durationText,
  gapText,
  numberText,
  occurrences,
  placeOf,
  sizeText,
} from '../../../src/reporters/wording/words.ts';
import { aCoverage, aFinding, anEvidence, anUnreadable, aRecoveredFinding, aReport } from '../a-report.ts';

describe('numbers', () => {
  test('have their thousands apart and the right word behind them', () => {
    expect([0, 999, 1000, 4007, 1_234_567].map(numberText)).toEqual([
      '0',
      '999',
      '1,000',
      '4,007',
      '1,234,567',
    ]);
    expect([0, 1, 2].map((count) => counted(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
    expect(counted(2, 'more is', 'more are')).toBe('2 more are');
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9_949, '9.9 kB'],
    [9_950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [38_123_456, '38 MB'],
    [2e15, '2000 TB'],
  ])('%i bytes are %s', (bytes, expected) => {
    expect(sizeText(bytes)).toBe(expected);
  });

  test.each([
    [0, '0.1 s'],
    [214, '0.2 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [61_000, '61 s'],
  ])('%i milliseconds are %s', (milliseconds, expected) => {
    expect(durationText(milliseconds)).toBe(expected);
  });
});

describe('times', () => {
  test('are told to the minute with their zone; what is no UTC time stays as it is', () => {
    expect(timeText('2026-11-20T03:12:59.123Z')).toBe('2026-11-20 03:12Z');
    expect(timeText('2026-11-20 03:12:59,123')).toBe('2026-11-20 03:12:59,123');
  });

  test.each([
    ['2026-11-23T03:11:30Z', 'just now'],
    ['2026-11-23T02:00:00Z', '72 min ago'],
    ['2026-11-22T03:12:00Z', '24 h ago'],
    ['2026-11-01T03:12:00Z', '22 d ago'],
    ['2026-11-23T03:12:01Z', null],
    ['yesterday', null],
  ])('%s was %s', (time, expected) => {
    expect(ageText(time, '2026-11-23T03:12:00Z')).toBe(expected);
  });
});

describe('words', () => {
  test('a place is a line of a file, or the file as a whole', () => {
    expect(placeOf(anEvidence({ file: '/x', line: 3 }))).toBe('/x:3');
    expect(placeOf(anEvidence({ file: '/x', line: 0 }))).toBe('/x');
  });

  test('a finding in the output of a step is counted in runs, in a log in records', () => {
    expect(occurrences(aFinding())).toBe('3 runs');
    const evidence = [anEvidence({ file: 'C:\\run\\stderr.txt' })];
    expect(occurrences(aFinding({ evidence, count: 1 }))).toBe('1 run');
    expect(occurrences(aFinding({ evidence: [anEvidence({ file: '/var/log/stdout/x.log' })] }))).toBe(
      '3 records',
    );
    expect(occurrences(aFinding({ evidence: [] }))).toBe('3 records');
  });

  test('a gap says what to do, on each platform, and its own words come first', () => {
    expect(gapText(anUnreadable(), 'linux')).toBe('not readable: run as root');
    expect(gapText(anUnreadable(), 'windows')).toBe('not readable: run as Administrator');
    expect(gapText(anUnreadable({ detail: 'held by another' }), 'windows')).toBe(
      'not readable: held by another',
    );
    expect(gapText(anUnreadable({ reason: 'older-than-window' }), 'macos')).toBe('older than window');
    expect(gapText(aCoverage({ status: 'partly-read' }), 'linux')).toBe('partly read');
  });
});

describe('printable', () => {
  test.each([
    ['plain é 日本 👍', 'plain é 日本 👍'],
    ['\x1b[31m', '\\x1b[31m'],
    ['\x9b\x85', '\\x9b\\x85'],
    ['a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['\u202e\u2066\u200b\ufeff', '\\u202e\\u2066\\u200b\\ufeff'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800x', '\\ud800x'],
    [`a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}\\u0301\\u0301`],
  ])('makes %j harmless', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('escapes everything but ASCII when asked', () => {
    expect(printable('é👍\x1b', false)).toBe('\\xe9\\u{1f44d}\\x1b');
  });
});

describe('the selection', () => {
  const root = aFinding({ leadsTo: ['PATCH_RUN_FAILED'] });
  const consequence = aFinding({ cause: 'PATCH_RUN_FAILED', role: 'consequence' });

  test('tells causes from what they led to', () => {
    const { causes, consequences } = selectionOf(aReport({ findings: [root, consequence] }));
    expect(causes.map(({ cause }) => cause)).toEqual(['REPO_ACCESS_DENIED']);
    expect(consequences.map(({ cause }) => cause)).toEqual(['PATCH_RUN_FAILED']);
  });

  test('takes a consequence for a cause when its root is not known or over', () => {
    expect(selectionOf(aReport({ findings: [consequence] })).causes).toHaveLength(1);
    const over = aRecoveredFinding({ leadsTo: ['PATCH_RUN_FAILED'] });
    const { causes, recovered } = selectionOf(aReport({ findings: [over, consequence] }));
    expect(causes.map(({ cause }) => cause)).toEqual(['PATCH_RUN_FAILED']);
    expect(recovered).toHaveLength(1);
  });

  test('tells files with a hole from files left aside', () => {
    const old = anUnreadable({ reason: 'older-than-window' });
    const { cut, aside } = selectionOf(aReport({ coverage: [aCoverage(), anUnreadable(), old] }));
    expect(cut.map(({ reason }) => reason)).toEqual(['not-readable']);
    expect(aside).toEqual([old]);
  });
});
