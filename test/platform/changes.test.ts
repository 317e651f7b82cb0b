import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chokidarEvents } from '../../src/platform/changes/chokidar-events.ts';
import type { FolderEvents } from '../../src/platform/changes/events.ts';
import { inotifyEvents } from '../../src/platform/changes/inotify-events.ts';
import { CHECK, Hearing, pause, until } from './changes/hearing.ts';

let root = '';
let logs = '';
let hearing: Hearing;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'changes-')));
  logs = join(root, 'logs');
  mkdirSync(logs);
});

afterEach(async () => {
  await hearing.close();
  rmSync(root, { recursive: true, force: true });
});

const ways: { way: string; polling: 'auto' | 'always'; events?: FolderEvents }[] = [
  { way: 'inotify', polling: 'auto', events: inotifyEvents },
  { way: 'chokidar', polling: 'auto', events: chokidarEvents },
  { way: 'polling', polling: 'always' },
].filter(({ way }) => way !== 'inotify' || process.platform === 'linux') as never;

describe.each(ways)('by $way', ({ polling, events }) => {
  const by = polling === 'always' ? 'polling' : 'events';
  const options = events === undefined ? { polling } : { polling, events };

  async function hear(...folders: string[]): Promise<void> {
    hearing = new Hearing(options);
    hearing.watch.setFolders(folders);
    await hearing.silence();
  }

  async function isHeard(folder: string, name: string): Promise<void> {
    await until(() => hearing.has(folder, name));
    await hearing.silence();
  }

  test('tells of a new file, of more in it, of less in it, and of its end', async () => {
    await hear(logs);
    expect(hearing.by(logs)).toBe(by);
    const file = join(logs, 'errors.log');
    const steps = [
      () => writeFileSync(file, 'one\n'),
      () => appendFileSync(file, 'two\n'),
      () => truncateSync(file, 0),
      () => renameSync(file, join(logs, 'errors.log.1')),
      () => writeFileSync(file, 'three\n'),
      () => unlinkSync(file),
    ];
    for (const step of steps) {
      step();
      await isHeard(logs, 'errors.log');
    }
  });

  test('tells of a new folder in it, and not of what happens there', async () => {
    await hear(logs);
    mkdirSync(join(logs, 'run'));
    await until(() => hearing.names(logs).has('run'));
    await hearing.silence();
    mkdirSync(join(logs, 'run', 'PatchLinux'));
    writeFileSync(join(logs, 'run', 'PatchLinux', 'stdout'), 'x');
    await pause(300);
    expect(hearing.names(logs)).not.toContain('PatchLinux');
    expect(hearing.names(logs)).not.toContain('stdout');
  });

  test('tells nothing of a quiet folder, and nothing after its end', async () => {
    writeFileSync(join(logs, 'errors.log'), 'one\n');
    await hear(logs);
    await pause(300);
    expect(hearing.changes).toEqual([]);
    await hearing.close();
    writeFileSync(join(logs, 'errors.log'), 'two\n');
    await pause(300);
    expect(hearing.changes).toEqual([]);
  });

  test('waits for a folder that is not there, nor the one above', async () => {
    const folder = join(root, 'var', 'log', 'amazon', 'ssm');
    await hear(folder);
    expect(hearing.states).toEqual([{ folder, state: { by: 'absent' } }]);
    mkdirSync(join(root, 'var'));
    await pause(50);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'first.log'), 'x');
    await until(() => hearing.by(folder) === by && hearing.has(folder, 'first.log'));
    await hearing.silence();
    appendFileSync(join(folder, 'first.log'), 'y');
    await isHeard(folder, 'first.log');
  });

  test('goes on when the folder was removed and made again', async () => {
    writeFileSync(join(logs, 'a.log'), 'x');
    await hear(logs);
    for (let round = 0; round < 3; round += 1) {
      rmSync(logs, { recursive: true });
      await until(() => hearing.by(logs) === 'absent');
      mkdirSync(logs);
      await until(() => hearing.by(logs) === by);
      await hearing.silence();
      writeFileSync(join(logs, 'a.log'), 'x');
      await isHeard(logs, 'a.log');
    }
  });

  test('goes on when the folder was made again at once', async () => {
    await hear(logs);
    for (let round = 0; round < 5; round += 1) {
      rmSync(logs, { recursive: true });
      mkdirSync(logs);
      writeFileSync(join(logs, `${round}.log`), 'x');
      await isHeard(logs, `${round}.log`);
      appendFileSync(join(logs, `${round}.log`), 'y');
      await isHeard(logs, `${round}.log`);
    }
  });

  test('goes on in a folder that took the place of the other', async () => {
    const other = join(root, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'b.log'), 'x');
    await hear(logs);
    renameSync(logs, join(root, 'old'));
    renameSync(other, logs);
    await until(() => hearing.names(logs).has(null) || hearing.names(logs).has('b.log'));
    await hearing.silence();
    appendFileSync(join(logs, 'b.log'), 'y');
    await isHeard(logs, 'b.log');
    appendFileSync(join(root, 'old', 'c.log'), 'y');
    await pause(300);
    expect(hearing.changes).toEqual([]);
  });

  test('learns in time that a folder above was moved away', async () => {
    const folder = join(root, 'above', 'between', 'runs');
    mkdirSync(folder, { recursive: true });
    hearing = new Hearing({ ...options, check: CHECK });
    hearing.watch.setFolders([folder]);
    renameSync(join(root, 'above'), join(root, 'elsewhere'));
    await until(() => hearing.by(folder) === 'absent');
    mkdirSync(folder, { recursive: true });
    await until(() => hearing.by(folder) === by);
  });

  test('does not follow a link, nor take a file for a folder', async () => {
    const link = join(root, 'link');
    symlinkSync(logs, link);
    const file = join(root, 'file');
    writeFileSync(file, '');
    await hear(link, file);
    expect([hearing.by(link), hearing.by(file)]).toEqual(['absent', 'absent']);
    unlinkSync(file);
    mkdirSync(file);
    await until(() => hearing.by(file) === by);
  });

  test('takes folders up and lets them go', async () => {
    const folders = Array.from({ length: 30 }, (_, number) => join(root, `run-${number}`));
    for (const folder of folders) mkdirSync(folder);
    await hear(...folders);
    hearing.watch.setFolders(folders.slice(15));
    await hearing.silence();
    expect([...hearing.watch.state().keys()]).toEqual(folders.slice(15));
    for (const folder of folders) writeFileSync(join(folder, 'stdout'), 'x');
    await until(() => folders.slice(15).every((folder) => hearing.has(folder, 'stdout')));
    expect(hearing.changes.filter(({ folder }) => !folders.slice(15).includes(folder))).toEqual([]);
  });

  test('tells of 10,000 files that appear at once', async () => {
    await hear(logs);
    for (let number = 0; number < 10_000; number += 1) writeFileSync(join(logs, `${number}.log`), '');
    await until(() => hearing.names(logs).has(null) || hearing.names(logs).size === 10_000);
  }, 60_000);
});
