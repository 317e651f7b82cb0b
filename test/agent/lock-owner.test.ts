import { describe, expect, it } from 'vitest';
import { isSameOwner, type OwnerMark, ownersOf } from '../../src/agent/lock-owner.ts';

const NOW = Date.parse('2026-11-25T04:00:00Z');
const asked: string[][] = [];

function markOn(platform: NodeJS.Platform, output: string | null, now = NOW): OwnerMark | null {
  const processes = {
    output: (program: string, args: readonly string[]) => {
      asked.push([program, ...args]);
      return output;
    },
  };
  return ownersOf(platform, processes, () => now).mark(process.pid);
}

describe('the mark of a process', () => {
  it.runIf(process.platform === 'linux')('is the run of the machine and its start in it', () => {
    expect(markOn('linux', null)).toMatch(/^boot [0-9a-f-]{36} \d+$/);
  });

  it('is when it started on macOS, whatever the clock says since', () => {
    const marks = ['01-00:00:05\n', '  1-00:00:06'].map((elapsed, index) =>
      markOn('darwin', elapsed, NOW + index * 1000),
    );
    expect(marks).toEqual([`started ${NOW / 1000 - 86_405}`, `started ${NOW / 1000 - 86_405}`]);
    expect(asked.at(-1)).toEqual(['/bin/ps', '-o', 'etime=', '-p', String(process.pid)]);
    expect(markOn('darwin', '02:03')).toBe(`started ${NOW / 1000 - 123}`);
    expect(markOn('darwin', '10:02:03')).toBe(`started ${NOW / 1000 - 36_123}`);
  });

  it('is its program on Windows', () => {
    expect(markOn('win32', '"Node.EXE","4711","Services","0","61,328 K"\r\n')).toBe('image node.exe');
    expect(asked.at(-1)?.slice(1)).toEqual(['/FI', `PID eq ${process.pid}`, '/FO', 'CSV', '/NH']);
  });

  it.each([
    ['darwin', null],
    ['darwin', ''],
    ['win32', null],
    ['win32', 'INFO: No tasks are running which match the specified criteria.\r\n'],
  ] as const)('is no more than that it runs where %s says %j', (platform, output) => {
    expect(markOn(platform, output)).toBe('runs');
  });

  it('is none of a process that is not there', () => {
    expect(ownersOf(process.platform, { output: () => null }, () => NOW).mark(2 ** 31 - 2)).toBeNull();
  });

  it.each([
    ['boot a 1', 'boot a 1', true],
    ['boot a 1', 'boot a 2', false],
    ['boot a 1', 'boot b 1', false],
    ['started 1000', 'started 1002', true],
    ['started 1000', 'started 998', true],
    ['started 1000', 'started 1010', false],
    ['image node.exe', 'image svchost.exe', false],
    ['runs', 'image svchost.exe', true],
    ['started 1000', 'runs', true],
    ['boot a 1', 'started 1000', false],
    ['runs', null, false],
  ])('%j and %j: the same process is %j', (written, now, isSame) => {
    expect(isSameOwner(written, now)).toBe(isSame);
  });
});
