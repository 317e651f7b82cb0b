import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProgressLine, progressText } from '../../src/cli/progress.ts';

const HALF_WAY = { files: 812, totalFiles: 4007, bytes: 92e6, totalBytes: 200e6, elapsedMs: 850 };

describe('progressText', () => {
  test('says how many files, how many bytes and how long', () => {
    expect(progressText(HALF_WAY, 80)).toBe('reading 812 of 4,007 files, 92 of 200 MB, 1 s left');
  });

  test.each([
    [49, 'reading 812 of 4,007 files, 92 of 200 MB'],
    [39, 'reading 812 of 4,007 files'],
    [10, 'reading 81'],
    [0, ''],
    [-3, ''],
  ])('leaves the later parts out where only %i columns are left', (width, expected) => {
    expect(progressText(HALF_WAY, width)).toBe(expected);
  });

  test.each([
    [0, 200e6, 60_000, '0 of 200 MB'],
    [1e6, 2.5e9, 400, '0.0 of 2.5 GB'],
    [1e9, 2.5e9, 100_000, '1.0 of 2.5 GB, 3 min left'],
    [1e6, 1e9, 60_000, '0.0 of 1.0 GB, 17 h left'],
  ])(
    'counts both in the unit of the total and estimates only from something: %i of %i bytes, %i ms',
    (bytes, totalBytes, elapsedMs, part) => {
      const text = progressText({ ...HALF_WAY, bytes, totalBytes, elapsedMs }, 80);
      expect(text).toBe(`reading 812 of 4,007 files, ${part}`);
    },
  );

  test.each([
    [119_000, '119 s left'],
    [121_000, '2 min left'],
    [7_199_000, '120 min left'],
    [7_201_000, '2 h left'],
  ])('tells %i ms in one unit', (elapsedMs, expected) => {
    expect(progressText({ ...HALF_WAY, bytes: 100e6, elapsedMs }, 80)).toMatch(`, ${expected}`);
  });

  test('does without totals that are not known or were exceeded', () => {
    const state = { files: 3, totalFiles: 0, bytes: 1500, totalBytes: 0, elapsedMs: 5000 };
    expect(progressText(state, 80)).toBe('reading 3 files, 1.5 kB');
    expect(progressText({ ...state, files: 1 }, 80)).toBe('reading 1 file, 1.5 kB');
  });

  test('is ASCII on one line that fits, whatever the numbers', () => {
    const anyState = fc.record({
      files: fc.nat(),
      totalFiles: fc.nat(),
      bytes: fc.maxSafeNat(),
      totalBytes: fc.maxSafeNat(),
      elapsedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    });
    fc.assert(
      fc.property(anyState, fc.integer({ min: 0, max: 200 }), (state, width) => {
        const text = progressText(state, width);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
        expect(text.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

/** A stream that keeps what is written and shows what a terminal would. */
function fakeTerminal({ isTTY = true, columns = 80 } = {}) {
  const writes: string[] = [];
  return {
    isTTY,
    columns,
    writes,
    write: (text: string) => writes.push(text),
    shown: () => {
      const line: string[] = [];
      let column = 0;
      for (const character of writes.join('')) {
        if (character === '\r') column = 0;
        else line[column++] = character;
      }
      return { text: line.join('').trimEnd(), column };
    },
  };
}

function lineAt(stream: ReturnType<typeof fakeTerminal>) {
  let now = 5000;
  const line = new ProgressLine(stream, () => now);
  return { line, wait: (ms: number) => (now += ms) };
}

const SOME = { files: 1, totalFiles: 10, bytes: 10e6, totalBytes: 100e6 };

describe('ProgressLine', () => {
  test('writes nothing within the first second, and clears nothing then', () => {
    const stream = fakeTerminal();
    const { line, wait } = lineAt(stream);
    line.show(SOME);
    wait(999);
    line.show(SOME);
    line.done();
    expect(stream.writes).toEqual([]);
  });

  test('writes after a second, at most ten times a second', () => {
    const stream = fakeTerminal();
    const { line, wait } = lineAt(stream);
    for (let ms = 0; ms < 3000; ms += 7) {
      line.show(SOME);
      wait(7);
    }
    expect(stream.writes.length).toBeGreaterThanOrEqual(15);
    expect(stream.writes.length).toBeLessThanOrEqual(20);
  });

  test('writes over what it wrote, even when that was longer', () => {
    const stream = fakeTerminal();
    const { line, wait } = lineAt(stream);
    wait(1000);
    line.show({ ...SOME, files: 1234, totalFiles: 5678 });
    expect(stream.shown().text).toBe('reading 1,234 of 5,678 files, 10 of 100 MB, 9 s left');
    wait(100);
    line.show({ ...SOME, files: 9, totalFiles: 10, bytes: 100e6 });
    expect(stream.shown().text).toBe('reading 9 of 10 files, 100 of 100 MB, 1 s left');
    expect(stream.writes.join('')).not.toContain('\n');
  });

  test('is gone when it is done, and the cursor is back at the first column', () => {
    const stream = fakeTerminal();
    const { line, wait } = lineAt(stream);
    wait(2000);
    line.show(SOME);
    line.done();
    expect(stream.shown()).toEqual({ text: '', column: 0 });
    const count = stream.writes.length;
    line.done();
    expect(stream.writes).toHaveLength(count);
  });

  test('never reaches the last column', () => {
    const stream = fakeTerminal({ columns: 30 });
    const { line, wait } = lineAt(stream);
    wait(2000);
    line.show(SOME);
    expect(stream.shown().text.length).toBeLessThan(30);
    expect(stream.shown().text).not.toBe('');
  });

  test('writes nothing to what is no terminal', () => {
    const stream = fakeTerminal({ isTTY: false });
    const { line, wait } = lineAt(stream);
    wait(60_000);
    line.show(SOME);
    line.done();
    expect(stream.writes).toEqual([]);
  });
});
