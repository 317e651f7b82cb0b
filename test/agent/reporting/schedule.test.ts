import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cronSchedule } from '../../../src/agent/reporting/schedule.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'src', 'agent', 'reporting');

function inChild(code: string, env: Readonly<Record<string, string>> = {}): string {
  const args = ['--input-type=module', '-e', code];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, FOLDER, ...env } });
}

/** The next times of a schedule at a time and place; a process finds out once in which zone it is. */
function timesOf(expression: string, at: string, place: string, count: number): string[] {
  const code = `
    const Real = Date;
    const at = Real.parse('${at}');
    globalThis.Date = class extends Real {
      constructor(...given) {
        super(...(given.length === 0 ? [at] : given));
      }
    };
    const { cronSchedule } = await import(process.env.FOLDER + '/schedule.ts');
    console.log(JSON.stringify((await cronSchedule('${expression}')).next(${count})));`;
  const times = JSON.parse(inChild(code, { TZ: place })) as number[];
  return times.map((time) => new Date(time).toISOString().slice(0, 16));
}

describe('a schedule', () => {
  it('tells its next times in the zone of the machine', () => {
    expect(timesOf('17 */6 * * *', '2026-11-25T03:00:00Z', 'UTC', 3)).toEqual([
      '2026-11-25T06:17',
      '2026-11-25T12:17',
      '2026-11-25T18:17',
    ]);
    expect(timesOf('0 9 * * 1-5', '2026-11-27T12:00:00Z', 'America/New_York', 3)).toEqual([
      '2026-11-27T14:00',
      '2026-11-30T14:00',
      '2026-12-01T14:00',
    ]);
  });

  it('leaves out a time that a day does not have', () => {
    // On 29 March clocks go from 2:00 to 3:00, at 1:00 UTC.
    expect(timesOf('30 2 * * *', '2026-03-28T00:00:00Z', 'Europe/Berlin', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ]);
  });

  it('counts a time once that a day has twice', () => {
    // On 25 October clocks go back from 3:00 to 2:00, at 1:00 UTC.
    for (const at of ['2026-10-24T12:00:00Z', '2026-10-25T00:00:00Z']) {
      expect(timesOf('30 2 * * *', at, 'Europe/Berlin', 2)[1]).toBe('2026-10-26T01:30');
    }
    const [next] = timesOf('30 2 * * *', '2026-10-25T00:40:00Z', 'Europe/Berlin', 1);
    expect(next).toBe('2026-10-26T01:30');
  });

  it('is refused where it is none', async () => {
    await expect(cronSchedule('61 * * * *')).rejects.toThrow(/61/);
  });

  it('is nothing that has to be loaded where there is none', () => {
    const code = `
      import { registerHooks } from 'node:module';
      const asked = [];
      registerHooks({ resolve: (name, context, next) => (asked.push(name), next(name, context)) });
      await import(process.env.FOLDER + '/timetable.ts');
      const { cronSchedule } = await import(process.env.FOLDER + '/schedule.ts');
      const before = asked.includes('node-cron');
      await cronSchedule('0 0 * * *');
      console.log(before, asked.includes('node-cron'));`;
    expect(inChild(code)).toBe('false true\n');
  });
});
