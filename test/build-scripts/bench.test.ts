import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Cost, findMeter, type Meter } from '../../build-scripts/bench/meter.ts';
import { compare, median } from '../../build-scripts/bench/pairs.ts';

describe('compare', () => {
  it('takes the median of the ratios of pairs, after a run of each that does not count', () => {
    const order: string[] = [];
    const costs = (name: string, cpu: readonly number[]) => {
      let turn = 0;
      return (): Cost => {
        order.push(name);
        return { cpu: cpu[turn++] ?? Number.NaN, peak: turn, status: 0 };
      };
    };
    const result = compare(3, costs('a', [90, 1, 2, 9]), costs('b', [1, 2, 2, 3]));
    expect(order.join('')).toBe('abababab');
    expect(result).toEqual({
      ratio: 1,
      lowest: 0.5,
      highest: 3,
      a: { cpu: 2, peak: 3 },
      b: { cpu: 2, peak: 3 },
    });
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9], 9.5],
    [[5], 5],
    [[], Number.NaN],
  ])('has the median of %j', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });
});

/** A process can be measured where wait4 can be called; the tests run elsewhere too. */
function meterHere(): Meter | null {
  try {
    return findMeter();
  } catch {
    return null;
  }
}

const meter = meterHere();

describe.skipIf(meter === null)('a meter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meter-'));
  const output = join(folder, 'output');
  const measure = (script: string) => (meter as Meter)([process.execPath, '-e', script], output);

  afterAll(() => rmSync(folder, { recursive: true }));

  it('counts the processor time that a process used, not the time it slept', () => {
    const idle = measure('setTimeout(() => {}, 400)');
    const used = '() => process.cpuUsage().user + process.cpuUsage().system';
    const busy = measure(`const used = ${used}; const end = used() + 4e5; while (used() < end);`);
    expect(idle.cpu).toBeGreaterThan(0.001);
    expect(busy.cpu - idle.cpu).toBeGreaterThan(0.25);
    expect(busy.cpu).toBeLessThan(2);
  });

  it('tells the peak of memory, though it was given back', () => {
    const small = measure('0').peak;
    const large = measure('Buffer.alloc(100e6, 1); ').peak;
    expect(small).toBeGreaterThan(10e6);
    expect(large - small).toBeGreaterThan(90e6);
    expect(large - small).toBeLessThan(130e6);
  });

  it('keeps the status and the output', () => {
    expect(measure("console.log('said'); process.exitCode = 4").status).toBe(4);
    expect(readFileSync(output, 'utf8')).toBe('said\n');
  });

  it('says so when a command cannot be started or is killed', () => {
    expect(() => (meter as Meter)(['/nowhere/command'], output)).toThrow(
      '/nowhere/command could not be started',
    );
    expect(() => measure("process.kill(process.pid, 'SIGKILL')")).toThrow('ended by signal 9');
  });
});
