import { describe, expect, test } from 'vitest';
import { endOf, isAfter, isoOf, timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { type EngineState, emptyState } from '../../../src/diagnosis/model.ts';
import { anObservation, anOperation, aRun, aSighting } from '../a-state.ts';

function inZone(zone: string | null, votes: readonly (readonly [number, number])[] = []): EngineState {
  const state = emptyState();
  state.facts.zone = zone;
  for (const [minutes, count] of votes) state.zoneVotes.set(minutes, count);
  return state;
}

/** ISO of a local wall-clock time. */
function isoIn(state: EngineState, wall: string): string | null {
  return timelineOf(state).iso({ at: Date.parse(`${wall}Z`), clock: 'local', order: 0 });
}

describe('local times', () => {
  test('have no place in UTC while nothing tells the zone, but keep their order', () => {
    const timeline = timelineOf(inZone(null));
    const moment = { at: 1000, clock: 'local', order: 0 } as const;
    expect([timeline.iso(moment), timeline.sortKey(moment)]).toEqual([null, 1000]);
  });

  test('are placed by the offset that most runs voted for', () => {
    expect(
      isoIn(
        inZone(null, [
          [0, 2],
          [330, 5],
          [345, 1],
        ]),
        '2026-11-20T08:42:00',
      ),
    ).toBe('2026-11-20T03:12:00.000Z');
  });

  test('are placed by the named zone, with its daylight saving time, before any votes', () => {
    const berlin = inZone('Europe/Berlin', [[0, 9]]);
    expect(isoIn(berlin, '2026-07-01T12:00:00')).toBe('2026-07-01T10:00:00.000Z');
    expect(isoIn(berlin, '2026-12-01T12:00:00')).toBe('2026-12-01T11:00:00.000Z');
    expect(isoIn(inZone('America/St_Johns'), '2026-12-01T12:00:00')).toBe('2026-12-01T15:30:00.000Z');
  });

  test.each([
    ['2026-03-29T01:30:00', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T01:30:00', '2026-10-24T23:30:00.000Z'],
    ['2026-10-25T03:30:00', '2026-10-25T02:30:00.000Z'],
  ])('%s, near the change of the clocks, is %s', (wall, utc) => {
    expect(isoIn(inZone('Europe/Berlin'), wall)).toBe(utc);
  });

  test('the hour that comes twice is one of its two, and order within it is kept', () => {
    const state = inZone('Europe/Berlin');
    expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(
      isoIn(state, '2026-10-25T02:30:00'),
    );
    const timeline = timelineOf(state);
    const key = (wall: string): number =>
      timeline.sortKey({ at: Date.parse(`${wall}Z`), clock: 'local', order: 0 }) ?? 0;
    expect(key('2026-10-25T02:10:00')).toBeLessThan(key('2026-10-25T02:50:00'));
  });

  test.each(['Nowhere/Atlantis', '', 'not a zone'])(
    'a zone named %j does not count: the votes do',
    (zone) => {
      expect(isoIn(inZone(zone, [[60, 1]]), '2026-11-20T12:00:00')).toBe('2026-11-20T11:00:00.000Z');
    },
  );

  test('times that are UTC already stay, whatever the zone', () => {
    expect(timelineOf(inZone('Asia/Kolkata')).iso({ at: 0, clock: 'utc', order: 0 })).toBe(
      '1970-01-01T00:00:00.000Z',
    );
  });
});

describe('isoOf', () => {
  test('is null for what no date can hold', () => {
    for (const time of [null, Number.NaN, Number.POSITIVE_INFINITY, 9e15, -9e15])
      expect(isoOf(time)).toBeNull();
    expect(isoOf(8.64e15)).toBe('+275760-09-13T00:00:00.000Z');
  });
});

describe('isAfter', () => {
  const timeline = timelineOf(inZone(null));

  test('goes by time, and by the order of reading where one time is missing or both are equal', () => {
    expect(isAfter(timeline, aSighting({ at: 2, order: 1 }), aSighting({ at: 1, order: 9 }))).toBe(true);
    expect(isAfter(timeline, aSighting({ at: 1, order: 9 }), aSighting({ at: 2, order: 1 }))).toBe(false);
    expect(isAfter(timeline, aSighting({ at: null, order: 2 }), aSighting({ at: 9, order: 1 }))).toBe(true);
    expect(isAfter(timeline, aSighting({ at: 5, order: 2 }), aSighting({ at: 5, order: 1 }))).toBe(true);
    expect(isAfter(timeline, aSighting({ at: 5, order: 1 }), aSighting({ at: 5, order: 1 }))).toBe(false);
  });
});

describe('endOf', () => {
  const state = emptyState();
  const timeline = timelineOf(state);

  test('is the start of the run, else its latest line, else the time of its folder', () => {
    const lines = [anObservation('DISK_FULL', { at: 7 }), anObservation('LOCK_HELD', { at: 3 })];
    expect(endOf(anOperation(state, aRun('a'), lines, { startedAt: 5 }), timeline)).toBe(5);
    expect(endOf(anOperation(state, aRun('b'), lines, { folder: { modified: 99 } }), timeline)).toBe(7);
    expect(
      endOf(
        anOperation(state, aRun('c'), [anObservation('DISK_FULL', { at: null })], {
          folder: { modified: 99 },
        }),
        timeline,
      ),
    ).toBe(99);
    expect(endOf(anOperation(state, aRun('d')), timeline)).toBeNull();
  });
});
