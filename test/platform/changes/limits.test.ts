import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FuseFolder } from './fuse-folder.ts';
import { until } from './hearing.ts';

const LISTENER = join(import.meta.dirname, 'listener.ts');
const canLimit =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-Ur', 'sh', '-c', 'echo 9 > /proc/sys/user/max_inotify_watches']).status === 0;
const isRoot = process.getuid?.() === 0;
const canMount =
  isRoot &&
  existsSync('/dev/fuse') &&
  spawnSync('unshare', ['-m', 'sh', '-c', 'grep -qw fuse /proc/filesystems && mount -t tmpfs none /mnt'])
    .status === 0;

let root = '';
let logs = '';
let child: ChildProcess;
let heard: {
  folder?: string;
  name?: string | null;
  state?: { by: string; reason?: string };
  watches?: number;
}[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'limits-')));
  logs = join(root, 'logs');
  mkdirSync(logs);
  heard = [];
});

afterEach(async () => {
  if (child.exitCode === null) {
    child.kill();
    await once(child, 'exit');
  }
  rmSync(root, { recursive: true, force: true });
});

function start(prefix: readonly string[], descriptor?: number): void {
  const [command = '', ...rest] = [...prefix, process.execPath, LISTENER];
  child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit', descriptor ?? 'ignore'] });
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => heard.push(JSON.parse(line)));
}

function tell(...words: readonly string[]): void {
  child.stdin?.write(`${words.join(' ')}\n`);
}

function stateOf(folder: string): { by: string; reason?: string } | undefined {
  return heard.findLast((line) => line.folder === folder && line.state !== undefined)?.state;
}

function names(folder: string): unknown[] {
  return heard.filter((line) => line.folder === folder && line.state === undefined).map(({ name }) => name);
}

async function watches(): Promise<number> {
  const before = heard.length;
  tell('count');
  await until(() => heard.slice(before).some((line) => line.watches !== undefined));
  return heard.findLast((line) => line.watches !== undefined)?.watches ?? Number.NaN;
}

describe.runIf(canLimit)('without inotify', () => {
  test('looks at what no watch is left for, and hears of it again when one is', async () => {
    const runs = join(root, 'runs');
    mkdirSync(runs);
    start(['unshare', '-Ur']);
    tell('limit', 'watches', '1');
    tell('watch', logs, runs, join(root, 'absent', 'folder'));
    await until(() => stateOf(runs) !== undefined);
    expect(stateOf(logs)).toEqual({ by: 'events' });
    expect(stateOf(runs)).toEqual({
      by: 'polling',
      reason: 'no inotify watch is left (user.max_inotify_watches is 1); looked at every 50 ms',
    });
    writeFileSync(join(runs, 'stdout'), 'x');
    await until(() => names(runs).includes('stdout'));
    mkdirSync(join(root, 'absent', 'folder'), { recursive: true });
    await until(() => stateOf(join(root, 'absent', 'folder'))?.by === 'polling');
    tell('limit', 'watches', '100');
    await until(() => stateOf(runs)?.by === 'events' && names(runs).includes(null));
    expect(await watches()).toBe(3);
    heard.length = 0;
    appendFileSync(join(runs, 'stdout'), 'y');
    await until(() => names(runs).includes('stdout'));
  });

  test('looks at everything where there is no instance', async () => {
    start(['unshare', '-Ur']);
    tell('limit', 'instances', '0');
    tell('watch', logs);
    await until(() => stateOf(logs) !== undefined);
    expect(stateOf(logs)).toEqual({
      by: 'polling',
      reason:
        'no inotify instance or open file is left (user.max_inotify_instances is 0); looked at every 50 ms',
    });
    writeFileSync(join(logs, 'errors.log'), 'x');
    await until(() => names(logs).includes('errors.log'));
    tell('limit', 'instances', '5');
    await until(() => stateOf(logs)?.by === 'events');
  });
});

test.runIf(canMount)('a folder of a file server is looked at, for no event tells of it', async () => {
  const server = new FuseFolder();
  const served = server.serve();
  const mount = `mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 none ${logs} && exec 3<&- && exec "$@"`;
  start(['unshare', '-m', 'sh', '-c', mount, 'sh'], server.descriptor);
  tell('watch', logs);
  await until(() => stateOf(logs) !== undefined);
  expect(stateOf(logs)).toEqual({
    by: 'polling',
    reason: 'a file system (FUSE) that does not tell of every change; looked at every 50 ms',
  });
  server.put('errors.log', 10);
  await until(() => names(logs).includes('errors.log'));
  heard.length = 0;
  server.put('errors.log', 20);
  await until(() => names(logs).includes('errors.log'));
  child.kill();
  await served;
});

describe.runIf(process.platform === 'linux')('of a process', () => {
  test('there is one watch a folder, whatever is in it, and none when it is let go', async () => {
    const folders = Array.from({ length: 20 }, (_, number) => join(root, `run-${number}`));
    for (const folder of folders) {
      mkdirSync(join(folder, 'PatchLinux'), { recursive: true });
      for (let number = 0; number < 50; number += 1) writeFileSync(join(folder, `${number}.log`), 'x');
    }
    start([]);
    tell('watch', ...folders);
    await until(() => folders.every((folder) => stateOf(folder)?.by === 'events'));
    expect(await watches()).toBe(20);
    tell('watch', ...folders.slice(0, 3));
    expect(await watches()).toBe(3);
  });

  test('nothing is left that keeps it running after the end', async () => {
    start([]);
    tell('watch', logs, join(root, 'absent'));
    await until(() => stateOf(logs)?.by === 'events');
    tell('close');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  test('that may not read the folder any more says so, and reads it again when it may', async () => {
    if (isRoot) chmodSync(root, 0o755);
    start([]);
    if (isRoot) tell('user', '65534');
    tell('watch', logs);
    await until(() => stateOf(logs)?.by === 'events');
    chmodSync(logs, 0);
    await until(() => stateOf(logs)?.by === 'polling');
    expect(stateOf(logs)?.reason).toBe('no permission to read it; tried again every 50 ms');
    heard.length = 0;
    chmodSync(logs, 0o755);
    await until(() => stateOf(logs)?.by === 'events' && names(logs).includes(null));
    chmodSync(root, 0);
    await until(() => stateOf(logs)?.by === 'polling');
    chmodSync(root, 0o755);
    await until(() => stateOf(logs)?.by === 'events');
    writeFileSync(join(logs, 'errors.log'), 'x');
    await until(() => names(logs).includes('errors.log'));
  });
});
