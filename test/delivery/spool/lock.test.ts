import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../src/delivery/spool/lock.ts';
import { nodeClock } from '../../../src/platform/clock.ts';
import { openPrivateFolder, type PrivateFolder } from '../../../src/platform/private-folder.ts';
import { aClock } from '../a-clock.ts';

let path = '';
let folder: PrivateFolder;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'lock-'));
  folder = openPrivateFolder(path);
});
afterEach(() => rmSync(path, { recursive: true }));

describe('the lock', () => {
  it('is taken, and free again when it was released', async () => {
    const lock = await take();
    expect(await take()).toBeNull();
    lock?.release();
    expect(readdirSync(path)).toEqual([]);
    expect(await take()).not.toBeNull();
  });

  it('is taken from a run that is no more', async () => {
    await take({ pid: 4711 });
    expect(await take({ processMark: (pid: number) => (pid === 4711 ? null : '5') })).not.toBeNull();
    expect(readdirSync(path)).toHaveLength(1);
  });

  it('is taken from a run whose number another process has now, be it this one', async () => {
    await take({ processMark: () => '4' });
    expect(await take({ processMark: () => '5' })).not.toBeNull();
    expect(readdirSync(path)).toHaveLength(1);
  });

  it('is taken from a run whose time is over, whoever has its number now', async () => {
    await take();
    expect(await take({ clock: aClock(Date.parse('2026-11-25T02:00:00Z')) })).not.toBeNull();
  });

  it('is taken where the clock was set back', async () => {
    await take({ clock: aClock(Date.parse('2027-11-25T02:00:00Z')) });
    expect(await take()).not.toBeNull();
  });

  it('is not kept from anybody by other files', async () => {
    writeFileSync(join(path, 'notes.txt'), '');
    expect(await take()).not.toBeNull();
  });

  it('is held by one at a time', async () => {
    const clock = nodeClock();
    let inside = 0;
    let most = 0;
    let taken = 0;
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const deadline = clock.elapsed() + 8000;
        const lock = await takeLock(folder, { clock, deadline, processMark: () => '5', pid: 100 + index });
        inside += 1;
        most = Math.max(most, inside);
        await clock.sleep(5);
        inside -= 1;
        if (lock !== null) taken += 1;
        lock?.release();
      }),
    );
    expect({ most, taken }).toEqual({ most: 1, taken: 12 });
  });
});

function take(
  given: {
    clock?: ReturnType<typeof aClock>;
    pid?: number;
    processMark?: (pid: number) => string | null;
  } = {},
) {
  return takeLock(folder, { clock: aClock(), deadline: 1000, processMark: () => '5', pid: 17, ...given });
}
