import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReportOutcome } from '../../../src/agent/reporting/reporter.ts';
import type { Schedule } from '../../../src/agent/reporting/schedule.ts';
import { type Timetable, type TimetableOptions, timetable } from '../../../src/agent/reporting/timetable.ts';
import { nodeAlarmClock } from '../../../src/platform/clock.ts';
import { SteppedClock } from './stepped-clock.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every so many milliseconds since 1970, and so much later. */
function every(clock: SteppedClock, period: number, later: number): Schedule {
  return {
    next: (count) => {
      const first = Math.floor((clock.now() - later) / period) + 1;
      return Array.from({ length: count }, (_, index) => (first + index) * period + later);
    },
  };
}

let clock: SteppedClock;
/** Times on the wall at which a report began, and why. */
let begun: string[];
let result: ReportOutcome['kind'];
/** Milliseconds that a report takes. */
let takes: number;
let running: number;
let most: number;
beforeEach(() => {
  clock = new SteppedClock('2026-11-25T03:00:00Z');
  begun = [];
  result = 'delivered';
  takes = 10 * SECOND;
  running = 0;
  most = 0;
});

function made(
  settings: Partial<TimetableOptions['settings']> = {},
  schedule: Schedule | null = null,
): Timetable {
  const made = timetable({
    settings: { jitter: 0, onChange: true, settle: 30 * SECOND, atMostEvery: 5 * MINUTE, ...settings },
    schedule,
    node: 'i-0synthetic0000001',
    clock,
    onStart: (why) => begun.push(`${new Date(clock.now()).toISOString().slice(8, 19)} ${why}`),
    reporter: {
      run: (signal) =>
        new Promise((resolve) => {
          running += 1;
          most = Math.max(most, running);
          const done = (kind: ReportOutcome['kind']): void => {
            cancel();
            running -= 1;
            resolve({ kind, message: '', verdict: null, durationMs: 0 });
          };
          const cancel = clock.after(takes, () => done(result));
          signal.addEventListener('abort', () => done('failed'));
        }),
    },
  });
  made.start();
  return made;
}

const sixHourly = (): Schedule => every(clock, 6 * HOUR, 17 * MINUTE);

describe('on a schedule', () => {
  it('a report is made at each of its times', async () => {
    const table = made({}, sixHourly());
    expect(new Date(table.nextAt() ?? 0).toISOString()).toBe('2026-11-25T06:17:00.000Z');
    await clock.pass(DAY);
    expect(begun).toEqual(
      ['25T06:17:00', '25T12:17:00', '25T18:17:00', '26T00:17:00'].map((at) => `${at} schedule`),
    );
  });

  it('each node waits a while of its own, and always as long', async () => {
    const waits = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const own = new SteppedClock('2026-11-25T03:00:00Z');
        const starts: number[] = [];
        timetable({
          settings: { jitter: 15 * MINUTE, onChange: false, settle: 0, atMostEvery: 0 },
          schedule: every(own, 6 * HOUR, 17 * MINUTE),
          node: `i-0synthetic${index}`,
          clock: own,
          onStart: () => starts.push(own.now()),
          reporter: { run: async () => ({ kind: 'delivered', message: '', verdict: null, durationMs: 0 }) },
        }).start();
        await own.pass(13 * HOUR);
        expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBe(6 * HOUR);
        expect(starts).toHaveLength(2);
        return (starts[0] ?? 0) - Date.parse('2026-11-25T06:17:00Z');
      }),
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15 * MINUTE);
    expect(new Set(waits.map((wait) => Math.floor(wait / MINUTE))).size).toBeGreaterThan(10);
  });

  it.each([10 * MINUTE, HOUR, 5 * HOUR])(
    'a clock set back by %d ms leads to no second report',
    async (back) => {
      made({}, sixHourly());
      await clock.pass(3 * HOUR + 17 * MINUTE + 30 * SECOND);
      expect(begun).toHaveLength(1);
      clock.set(-back);
      await clock.pass(6 * HOUR - 2 * MINUTE);
      expect(begun).toHaveLength(1);
      // By the clock on the wall the next one is at 12:17 again.
      await clock.pass(back + 2 * MINUTE);
      expect(begun).toEqual(['25T06:17:00 schedule', '25T12:17:00 schedule']);
    },
  );

  it('a clock set back by far does not stop it', async () => {
    made({}, sixHourly());
    await clock.pass(4 * HOUR);
    clock.set(-400 * DAY);
    await clock.pass(DAY);
    expect(begun.length).toBeGreaterThanOrEqual(4);
    expect(begun.length).toBeLessThanOrEqual(5);
  });

  it('a frequent one goes on when the clock is set back', async () => {
    made({ atMostEvery: MINUTE }, every(clock, 5 * MINUTE, 0));
    await clock.pass(20 * MINUTE + 30 * SECOND);
    expect(begun).toHaveLength(4);
    clock.set(-HOUR);
    await clock.pass(20 * MINUTE);
    expect(begun).toHaveLength(8);
  });

  it('a clock that is set a day ahead leads to one report, and then to the usual ones', async () => {
    made({}, sixHourly());
    await clock.pass(HOUR);
    clock.set(DAY);
    await clock.pass(2 * MINUTE);
    expect(begun).toHaveLength(1);
    await clock.pass(DAY);
    expect(begun.slice(1)).toEqual(
      ['26T06:17:00', '26T12:17:00', '26T18:17:00', '27T00:17:00'].map((at) => `${at} schedule`),
    );
  });

  it('a clock that goes wrong and is mended leads to one report more at most', async () => {
    made({}, sixHourly());
    await clock.pass(4 * HOUR);
    clock.set(DAY);
    await clock.pass(10 * MINUTE);
    clock.set(-DAY);
    await clock.pass(20 * HOUR - 10 * MINUTE);
    expect(begun.length).toBeGreaterThanOrEqual(4);
    expect(begun.length).toBeLessThanOrEqual(5);
  });

  it('looks at the clock once a minute, and without a schedule not at all', async () => {
    made({}, sixHourly());
    await clock.pass(3 * HOUR);
    expect(clock.alarms).toBeLessThanOrEqual(3 * 60);
    clock = new SteppedClock('2026-11-25T03:00:00Z');
    expect(made().nextAt()).toBeNull();
    await clock.pass(DAY);
    expect([clock.alarms, clock.waiting]).toEqual([0, 0]);
  });
});

describe('after a change', () => {
  it('a report is made when it has settled', async () => {
    const table = made();
    table.changed();
    await clock.pass(20 * SECOND);
    table.changed();
    expect(new Date(table.nextAt() ?? 0).toISOString()).toBe('2026-11-25T03:00:50.000Z');
    await clock.pass(HOUR);
    expect(begun).toEqual(['25T03:00:50 change']);
  });

  it('is made even if the changes never end, and at most so often', async () => {
    const table = made();
    for (let second = 0; second < 3600; second += 10) {
      table.changed();
      await clock.pass(10 * SECOND);
    }
    expect(begun[0]).toBe('25T03:05:00 change');
    expect(begun.length).toBeGreaterThanOrEqual(10);
    expect(begun.length).toBeLessThanOrEqual(12);
  });

  it('one at a time: what changes meanwhile leads to one more', async () => {
    takes = 10 * MINUTE;
    const table = made();
    table.changed();
    await clock.pass(MINUTE);
    expect(table.isRunning()).toBe(true);
    for (let count = 0; count < 20; count++) {
      table.changed();
      await clock.pass(SECOND);
    }
    await clock.pass(DAY);
    expect(begun).toEqual(['25T03:00:30 change', '25T03:10:30 change']);
    expect(most).toBe(1);
  });

  it('no second one is made where the schedule made one', async () => {
    const table = made({}, sixHourly());
    await clock.pass(3 * HOUR + 17 * MINUTE - 10 * SECOND);
    table.changed();
    await clock.pass(HOUR);
    expect(begun).toEqual(['25T06:17:00 schedule']);
  });

  it('the schedule keeps its distance, too', async () => {
    const table = made({}, sixHourly());
    await clock.pass(3 * HOUR + 16 * MINUTE);
    table.changed();
    await clock.pass(HOUR);
    expect(begun).toEqual(['25T06:16:30 change', '25T06:21:30 schedule']);
  });

  it('a clock that is set makes no difference', async () => {
    const table = made();
    table.changed();
    clock.set(-HOUR);
    await clock.pass(29 * SECOND);
    clock.set(DAY);
    expect(begun).toEqual([]);
    await clock.pass(SECOND);
    expect(begun).toHaveLength(1);
  });

  it('none is made where only the schedule counts', async () => {
    const table = made({ onChange: false });
    table.changed();
    await clock.pass(DAY);
    expect([table.nextAt(), begun]).toEqual([null, []]);
  });
});

describe('after a failure', () => {
  it.each(['failed', 'kept'] as const)(
    'it is tried again, ever more seldom, until it is delivered: %s',
    async (kind) => {
      result = kind;
      const table = made();
      table.changed();
      await clock.pass(DAY);
      const waits = begun.slice(1).map((at, index) => minutesOf(at) - minutesOf(begun[index] ?? ''));
      expect(waits[0]).toBeGreaterThanOrEqual(5);
      expect(waits[0]).toBeLessThanOrEqual(8);
      expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
      expect(Math.max(...waits)).toBeLessThanOrEqual(91);
      expect(begun.length).toBeLessThan(32);
      expect(new Set(begun.slice(1).map((line) => line.split(' ')[1]))).toEqual(new Set(['retry']));

      result = 'delivered';
      await clock.pass(2 * HOUR);
      const { length } = begun;
      await clock.pass(DAY);
      expect(begun).toHaveLength(length);
      expect(table.nextAt()).toBeNull();
    },
  );

  it('changes do not make a storm of it', async () => {
    result = 'failed';
    takes = 0;
    const table = made();
    for (let second = 0; second < 3600; second += 5) {
      table.changed();
      await clock.pass(5 * SECOND);
    }
    expect(begun.length).toBeLessThanOrEqual(12);
  });
});

describe('at the end', () => {
  it('nothing is started any more', async () => {
    const table = made({}, sixHourly());
    table.changed();
    await table.stop();
    expect(clock.waiting).toBe(0);
    table.changed();
    await clock.pass(DAY);
    expect(begun).toEqual([]);
  });

  it('a report that is nearly done may end', async () => {
    const { stopped, took } = await stoppedAfter(9 * SECOND);
    expect([stopped, took, clock.waiting]).toEqual([true, SECOND, 0]);
  });

  it('one that is not is aborted', async () => {
    takes = HOUR;
    const { stopped, took } = await stoppedAfter(9 * SECOND);
    expect([stopped, took, clock.waiting]).toEqual([true, 3 * SECOND, 0]);
  });

  async function stoppedAfter(milliseconds: number): Promise<{ stopped: boolean; took: number }> {
    const table = made();
    table.changed();
    await clock.pass(30 * SECOND + milliseconds);
    expect(table.isRunning()).toBe(true);
    const from = clock.elapsed();
    const end = { stopped: false, took: 0 };
    const stop = table.stop().then(() => {
      end.stopped = true;
      end.took = clock.elapsed() - from;
    });
    for (let step = 0; step < 20 && !end.stopped; step++) await clock.pass(SECOND / 2);
    await stop;
    return end;
  }

  it('nobody waits for longer than ten seconds', async () => {
    const table = timetable({
      settings: { jitter: 0, onChange: true, settle: 0, atMostEvery: 0 },
      schedule: null,
      node: 'i-0synthetic0000001',
      clock,
      reporter: { run: () => new Promise(() => undefined) },
    });
    table.start();
    table.changed();
    let stopped = false;
    table.stop().then(() => {
      stopped = true;
    });
    await clock.pass(9 * SECOND);
    expect(stopped).toBe(false);
    await clock.pass(SECOND);
    await clock.pass(0);
    expect(stopped).toBe(true);
  });
});

it('by the clock of the machine it does the same', async () => {
  const starts: string[] = [];
  const table = timetable({
    settings: { jitter: 0, onChange: true, settle: 100, atMostEvery: 300 },
    schedule: null,
    node: 'i-0synthetic0000001',
    clock: nodeAlarmClock(),
    onStart: (why) => starts.push(why),
    reporter: { run: async () => ({ kind: 'delivered', message: '', verdict: null, durationMs: 0 }) },
  });
  table.start();
  for (let count = 0; count < 10; count++) {
    table.changed();
    await sleep(20);
  }
  expect(starts).toEqual([]);
  await sleep(150);
  table.changed();
  expect(starts).toEqual(['change']);
  await sleep(120);
  expect(starts).toEqual(['change']);
  await sleep(300);
  expect(starts).toEqual(['change', 'change']);
  await table.stop();
});

function minutesOf(line: string): number {
  return Date.parse(`2026-11-${line.split(' ')[0]}Z`) / MINUTE;
}
