import { appendFileSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FolderEvents } from '../../../src/platform/changes/events.ts';
import { FileAlarms } from '../../../src/platform/changes/file-alarms.ts';
import { inotifyEvents } from '../../../src/platform/changes/inotify-events.ts';
import { pause, until } from './hearing.ts';

/** Milliseconds in which an event comes that comes at all. */
const SILENCE = 60;

let root = '';
let file = '';
let rung: string[] = [];
let alarms: FileAlarms;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'alarms-')));
  file = join(root, 'stderr');
  writeFileSync(file, '');
  rung = [];
  alarms = new FileAlarms(inotifyEvents, (path) => rung.push(path));
});

afterEach(() => {
  alarms.close();
  rmSync(root, { recursive: true });
});

describe.runIf(process.platform === 'linux')('an alarm on a file', () => {
  test('rings once, however much is written, until it is set again', async () => {
    alarms.setFiles([file]);
    appendFileSync(file, 'one\n');
    await until(() => rung.length > 0);
    for (let line = 0; line < 10; line += 1) appendFileSync(file, 'more\n');
    await pause(SILENCE);
    expect(rung).toEqual([file]);
    alarms.setAgain();
    appendFileSync(file, 'again\n');
    await until(() => rung.length === 2);
  });

  test('rings when the file gets another name, and is then set on what has the name now', async () => {
    alarms.setFiles([file]);
    renameSync(file, `${file}.1`);
    await until(() => rung.length === 1);
    alarms.setAgain();
    writeFileSync(file, 'made anew\n');
    alarms.setAgain();
    appendFileSync(file, 'more\n');
    await until(() => rung.length === 2);
    appendFileSync(`${file}.1`, 'late\n');
    await pause(SILENCE);
    expect(rung).toEqual([file, file]);
  });

  test('does not ring for a file that is not meant any more', async () => {
    alarms.setFiles([file]);
    alarms.setFiles([]);
    alarms.setAgain();
    appendFileSync(file, 'one\n');
    await pause(SILENCE);
    expect(rung).toEqual([]);
  });
});

test('is not asked for again and again where the system has no more', () => {
  let asked = 0;
  const refusing: FolderEvents = {
    looksWhenBusy: true,
    hearsFiles: true,
    open: () => {
      asked += 1;
      throw Object.assign(new Error('no watch is left'), { code: 'ENOSPC' });
    },
  };
  const refused = new FileAlarms(refusing, () => undefined);
  refused.setFiles([file, `${file}Console`]);
  for (let look = 0; look < 10; look += 1) refused.setAgain();
  expect(asked).toBe(1);
});
