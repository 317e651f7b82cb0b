import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FolderEvents } from '../../../src/platform/changes/events.ts';
import { inotifyEvents } from '../../../src/platform/changes/inotify-events.ts';
import { Hearing, pause, until } from './hearing.ts';

let root = '';
let below = '';
let hearing: Hearing;
/** Folders that events are open of, each as often as they are. */
let open: string[] = [];

const noted: FolderEvents = {
  ...inotifyEvents,
  open(folder, listener) {
    const events = inotifyEvents.open(folder, listener);
    open.push(folder);
    return {
      close: () => {
        open.splice(open.indexOf(folder), 1);
        return events.close();
      },
    };
  },
};

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'above-')));
  below = join(root, 'patch-configuration');
  writeFileSync(join(root, 'errors.log'), '');
  open = [];
  hearing = new Hearing({ events: noted });
});

afterEach(async () => {
  await hearing.close();
  rmSync(root, { recursive: true, force: true });
});

async function writeUntil(isEnough: () => boolean): Promise<void> {
  while (!isEnough()) {
    for (let line = 0; line < 10; line += 1) appendFileSync(join(root, 'errors.log'), 'x\n');
    await pause(3);
  }
}

describe.runIf(process.platform === 'linux')('a folder that is waited for in one that is watched', () => {
  test('costs no events of its own, and is watched when it comes', async () => {
    hearing.watch.setFolders([root, below]);
    expect(open).toEqual([root]);
    mkdirSync(below);
    await until(() => hearing.by(below) === 'events');
    expect(open).toEqual([root, below]);
  });

  test('lets that be looked at when very much happens, and is found also then', async () => {
    hearing.watch.setFolders([root, below]);
    await writeUntil(() => open.length === 0);
    mkdirSync(below);
    await writeUntil(() => hearing.by(below) === 'events');
    expect(hearing.has(below, 'baseline_overrides.json')).toBe(true);
  });

  test('is waited for also when that is not watched any more', async () => {
    hearing.watch.setFolders([root, below]);
    hearing.watch.setFolders([below]);
    expect(open).toEqual([root]);
    mkdirSync(below);
    await until(() => hearing.by(below) === 'events');
  });
});
