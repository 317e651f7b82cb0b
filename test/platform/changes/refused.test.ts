import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventListener, FolderEvents } from '../../../src/platform/changes/events.ts';
import { inotifyEvents } from '../../../src/platform/changes/inotify-events.ts';
import {
  reasonOfError,
  reasonOfFileSystem,
  reasonOfRefusal,
  reasonOfSetting,
} from '../../../src/platform/changes/reasons.ts';
import { CHECK, Hearing, pause, until } from './hearing.ts';

let root = '';
let hearing: Hearing;
let refusal: string | null = null;
const listeners = new Map<string, EventListener>();

/** Events that the system may refuse at any time. */
const events: FolderEvents = {
  looksWhenBusy: true,
  hearsFiles: true,
  open(folder, listener) {
    if (refusal !== null) throw refused(refusal);
    listeners.set(folder, listener);
    return inotifyEvents.open(folder, listener);
  },
};

function refused(code: string): Error {
  return Object.assign(new Error(code), { code });
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'refused-')));
  writeFileSync(join(root, 'errors.log'), '');
  refusal = null;
  listeners.clear();
});

afterEach(async () => {
  await hearing?.close();
  rmSync(root, { recursive: true, force: true });
});

function stateOf(folder: string) {
  return hearing.watch.state().get(folder);
}

describe.runIf(process.platform === 'linux')('a folder whose events end', () => {
  test('is looked at, and heard again as soon as that is possible', async () => {
    hearing = new Hearing({ events, check: CHECK });
    hearing.watch.setFolders([root]);
    refusal = 'EIO';
    listeners.get(root)?.broken(refused('EIO'));
    expect(stateOf(root)).toEqual({
      by: 'polling',
      reason: 'the system tells nothing of changes here (EIO); looked at every 50 ms',
    });
    await until(() => hearing.names(root).has(null));
    await hearing.silence();
    appendFileSync(join(root, 'errors.log'), 'x');
    await until(() => hearing.names(root).has('errors.log'));
    refusal = null;
    await until(() => stateOf(root)?.by === 'events');
    await hearing.silence();
    appendFileSync(join(root, 'errors.log'), 'x');
    await until(() => hearing.names(root).has('errors.log'));
  });

  test('because no watch is left after it was busy, is looked at', async () => {
    hearing = new Hearing({ events });
    hearing.watch.setFolders([root]);
    refusal = 'ENOSPC';
    const end = performance.now() + 800;
    while (performance.now() < end) {
      for (const name of 'abcdefabcdefabcdef') appendFileSync(join(root, name), 'x');
      await pause(2);
    }
    await until(() => stateOf(root)?.by === 'polling');
    await hearing.silence();
    appendFileSync(join(root, 'errors.log'), 'x');
    await until(() => hearing.names(root).has('errors.log'));
  });

  test('above one that is not there leaves it waited for', async () => {
    const folder = join(root, 'var', 'log');
    hearing = new Hearing({ events });
    hearing.watch.setFolders([folder]);
    refusal = 'ENOSPC';
    listeners.get(root)?.broken(refused('EIO'));
    expect(stateOf(folder)).toEqual({ by: 'absent' });
    mkdirSync(folder, { recursive: true });
    await until(() => stateOf(folder)?.by === 'polling');
    writeFileSync(join(folder, 'errors.log'), 'x');
    await until(() => hearing.has(folder, 'errors.log'));
  });
});

describe('the reason', () => {
  test.each([
    [1000, 'every second'],
    [5000, 'every 5 seconds'],
    [250, 'every 250 ms'],
  ])('says how often it is looked at: %i ms', (every, words) => {
    expect(reasonOfSetting(every)).toBe(`polling is set to always; looked at ${words}`);
  });

  test('says what is in the way', () => {
    expect(reasonOfFileSystem('NFS', 1000)).toBe(
      'a file system (NFS) that does not tell of every change; looked at every second',
    );
    expect(reasonOfRefusal('EACCES', 1000)).toBe('no permission to read it; tried again every second');
    expect(reasonOfRefusal('EIO', 1000)).toBe(
      'the system refuses to look at it (EIO); tried again every second',
    );
    expect(reasonOfError(refused('ENOSPC'), 1000)).toMatch(
      /^no inotify watch is left( \((fs\.inotify\.max_user|user\.max_inotify)_watches is \d+\))?; looked at every second$/,
    );
  });
});
