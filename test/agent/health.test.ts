import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Health, healthStanding, MOST_ACTIVE, readHealth, writeHealth } from '../../src/agent/health.ts';
import { fill, mountSmallDisk, remount, unmount } from '../support/small-disk.ts';

const HEALTH: Health = {
  version: '1.2.3',
  pid: 4711,
  startedAt: '2026-11-25T01:00:00.000Z',
  updatedAt: '2026-11-25T04:00:00.000Z',
  state: 'watching',
  watches: [
    { folder: '/var/log/amazon/ssm', by: 'events', reason: null },
    { folder: '/mnt/nfs', by: 'polling', reason: 'a file system of another machine' },
  ],
  files: 12,
  linesRead: 3456,
  lost: 0,
  lastChange: '2026-11-25T03:59:58.123Z',
  report: {
    lastAt: '2026-11-25T00:17:03.000Z',
    lastResult: 'delivered',
    lastMessage: null,
    nextAt: '2026-11-25T06:17:00.000Z',
    running: false,
  },
  backlog: { reports: 0, bytes: 0, oldest: null },
  active: [{ cause: 'REPO_UNREACHABLE', subject: 'mirror.example.com', since: '2026-11-25T03:12:00.000Z' }],
};

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-health-'));
  path = join(folder, 'agent.health.json');
});
afterEach(() => {
  unmount(folder);
  rmSync(folder, { recursive: true });
});

describe('the health of the agent', () => {
  it('is read as it was written, in a file of its own', () => {
    expect(readHealth(path)).toEqual({ kind: 'absent' });
    expect(writeHealth(path, HEALTH)).toBeNull();
    expect(readHealth(path)).toEqual({ kind: 'ok', health: HEALTH });
    expect([readdirSync(folder), statSync(path).mode & 0o777]).toEqual([['agent.health.json'], 0o600]);
  });

  it('is written into a folder that is not there yet', () => {
    path = join(folder, 'a', 'b', 'agent.health.json');
    expect([writeHealth(path, HEALTH), readHealth(path).kind]).toEqual([null, 'ok']);
  });

  it('names some causes only, however many there are', () => {
    const cause = { cause: 'A_B', subject: null, since: null };
    writeHealth(path, { ...HEALTH, active: Array.from({ length: 100 }, () => cause) });
    const read = readHealth(path);
    expect(read.kind === 'ok' && read.health.active).toHaveLength(MOST_ACTIVE);
  });

  it('may have more fields, of a newer version', () => {
    const newer = {
      ...HEALTH,
      colour: 'green',
      report: { ...HEALTH.report, tries: 3 },
      active: [{ ...HEALTH.active[0], x: [] }],
    };
    writeFileSync(path, JSON.stringify(newer));
    expect(readHealth(path)).toEqual({ kind: 'ok', health: HEALTH });
  });

  it.each([
    ['nothing', '', 'expected the health of an agent in JSON, found other text'],
    [
      'half of it',
      JSON.stringify(HEALTH).slice(0, 200),
      'expected the health of an agent in JSON, found other text',
    ],
    ['a list', '[]', 'expected fields, found []'],
    ['no process', JSON.stringify({ ...HEALTH, pid: -1 }), 'expected pid to be a number, found -1'],
    [
      'no time',
      JSON.stringify({ ...HEALTH, updatedAt: 'now' }),
      'expected updatedAt to be a time, found "now"',
    ],
    [
      'an unknown state',
      JSON.stringify({ ...HEALTH, state: 'ill' }),
      'expected state to be starting, watching, stopping, stopped, found "ill"',
    ],
    [
      'a field less',
      JSON.stringify({ ...HEALTH, backlog: {} }),
      'expected backlog.reports to be a number, found nothing',
    ],
    [
      'a wrong watch',
      JSON.stringify({ ...HEALTH, watches: [null] }),
      'expected watches[1] to be fields, found null',
    ],
    ['far too much', ' '.repeat(300_000), 'expected at most 262144 bytes, found 300000'],
  ])('is refused when it holds %s', (_what, text, expected) => {
    writeFileSync(path, text);
    expect(readHealth(path)).toEqual({ kind: 'refused', message: `${path}: ${expected}` });
  });

  it('is refused, and nothing else happens, whatever the file holds', () => {
    const value = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom(...Object.keys(HEALTH)), fc.jsonValue())
        .map(([key, given]) => JSON.stringify({ ...HEALTH, [key]: given })),
    );
    fc.assert(
      fc.property(value, (text) => {
        writeFileSync(path, text);
        expect(['ok', 'refused']).toContain(readHealth(path).kind);
      }),
      { numRuns: 200 },
    );
  });

  it.runIf(process.platform !== 'win32')('is refused when others could have written it', () => {
    writeHealth(path, HEALTH);
    chmodSync(path, 0o666);
    expect(readHealth(path)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('found mode 0666'),
    });
  });

  it('says why it cannot be written', () => {
    mkdirSync(path);
    expect(writeHealth(path, HEALTH)).toBe(`${path}: a folder stands there`);
  });

  it('stays as it was on a full disk and on one that is read-only, and says so', (context) => {
    if (!mountSmallDisk(folder, 'size=64k,mode=700')) return context.skip();
    expect(writeHealth(path, HEALTH)).toBeNull();
    const empty = fill(folder);
    const later = { ...HEALTH, updatedAt: '2026-11-25T05:00:00.000Z' };
    expect(writeHealth(path, later)).toMatch(/: expected \d+ free bytes on the disk, found 0$/);
    expect(readHealth(path)).toEqual({ kind: 'ok', health: HEALTH });
    empty();
    remount(folder, 'ro');
    expect(writeHealth(path, later)).toBe(`${path}: the file system is read-only`);
    expect(readFileSync(path, 'utf8')).toContain(HEALTH.updatedAt);
    remount(folder, 'rw');
    expect([writeHealth(path, later), readHealth(path)]).toEqual([null, { kind: 'ok', health: later }]);
  });
});

describe('how the agent stands', () => {
  const updated = Date.parse(HEALTH.updatedAt);
  const minute = 60_000;

  it.each([
    ['runs and wrote just now', HEALTH, 0, true, 'running', HEALTH.startedAt],
    ['runs and is a little late', HEALTH, 4 * minute, true, 'running', HEALTH.startedAt],
    ['runs, and the clock was set back', HEALTH, -60 * minute, true, 'running', HEALTH.startedAt],
    ['is silent for long', HEALTH, 6 * minute, true, 'hanging', HEALTH.updatedAt],
    [
      'is silent while it starts',
      { ...HEALTH, state: 'starting' },
      6 * minute,
      true,
      'hanging',
      HEALTH.updatedAt,
    ],
    ['never ends', { ...HEALTH, state: 'stopping' }, 6 * minute, true, 'hanging', HEALTH.updatedAt],
    ['is gone', HEALTH, minute, false, 'died', HEALTH.updatedAt],
    [
      'is gone while it was ending',
      { ...HEALTH, state: 'stopping' },
      minute,
      false,
      'died',
      HEALTH.updatedAt,
    ],
    ['was stopped', { ...HEALTH, state: 'stopped' }, minute, false, 'stopped', HEALTH.updatedAt],
    [
      'was stopped, and another process has its number',
      { ...HEALTH, state: 'stopped' },
      minute,
      true,
      'stopped',
      HEALTH.updatedAt,
    ],
  ] as const)('when it %s', (_what, health, later, isAlive, kind, since) => {
    const asked: number[] = [];
    const standing = healthStanding(health, updated + later, (pid) => {
      asked.push(pid);
      return isAlive;
    });
    expect(standing).toEqual({ kind, since });
    expect(asked.every((pid) => pid === HEALTH.pid)).toBe(true);
  });
});
