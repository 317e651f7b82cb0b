import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lock, lockHolder, takeLock } from '../../src/agent/lock.ts';
import { fill, mountSmallDisk, remount, unmount } from '../support/small-disk.ts';

const CHILD = 'test/agent/lock-child.ts';
const isUnix = process.platform !== 'win32';
let folder = '';
let path = '';
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agent-lock-'));
  path = join(folder, 'agent.lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
  unmount(folder);
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  /** What came of its wish. */
  readonly lock: Promise<Lock>;
}

/** Processes that all try at the moment when `start` is called. */
async function waiting(count: number): Promise<{ started: Started[]; start(): void }> {
  const signal = join(folder, `start-${children.length}`);
  const started = await Promise.all(Array.from({ length: count }, () => waitingFor(signal)));
  return { started, start: () => writeFileSync(signal, '') };
}

async function waitingFor(signal: string): Promise<Started> {
  const child = spawn(process.execPath, [CHILD, 'hold', path, signal], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return { child, lock: lines.next().then(({ value }) => JSON.parse(value) as Lock) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function held(lock: Lock): Extract<Lock, { kind: 'held' }> {
  if (lock.kind !== 'held') throw new Error(JSON.stringify(lock));
  return lock;
}

function refusal(): string {
  const lock = takeLock(path);
  return lock.kind === 'refused' ? lock.message : lock.kind;
}

describe('the lock of the machine', () => {
  it('is taken, says who has it and since when, and is free again when it was released', () => {
    const before = Date.now();
    const lock = held(takeLock(path));
    const other = takeLock(path);
    expect(other).toEqual({ kind: 'other', pid: process.pid, since: expect.any(String) });
    expect(lockHolder(path)).toEqual(other);
    expect(Math.abs(Date.parse(other.kind === 'other' ? other.since : '') - before)).toBeLessThan(10_000);
    lock.release();
    expect([readdirSync(folder), lockHolder(path)]).toEqual([[], { kind: 'free' }]);
    held(takeLock(path)).release();
  });

  it('makes its folder, for this user alone', () => {
    path = join(folder, 'a', 'b', 'agent.lock');
    held(takeLock(path)).release();
    expect(readdirSync(join(folder, 'a'))).toEqual(['b']);
  });

  it('is not let go of by the one who had it before', () => {
    const first = held(takeLock(path));
    first.release();
    const second = held(takeLock(path));
    first.release();
    expect(lockHolder(path).kind).toBe('other');
    second.release();
  });

  it.each([
    ['nothing', ''],
    ['zeros, as a disk leaves them that lost its power', '\0'.repeat(120)],
    ['half of a record', '{"id":"0123456789abcdef0123456789abcdef","pid":1,"ma'],
    ['another record', '{"pid":1}'],
    ['the number of no process', JSON.stringify(record({ pid: -1 }))],
    ['an id that leads elsewhere', JSON.stringify(record({ id: '../../etc/passwd' }))],
    ['a process that is no more', JSON.stringify(record({ pid: 2 ** 31 - 2 }))],
  ])('is taken from a file that holds %s', (_what, text) => {
    writeFileSync(path, text, { mode: 0o600 });
    expect(lockHolder(path)).toEqual({ kind: 'free' });
    const lock = held(takeLock(path));
    expect([takeLock(path).kind, readdirSync(folder)]).toEqual(['other', ['agent.lock']]);
    lock.release();
  });

  it.runIf(process.platform === 'linux')('is taken from a process whose number another one has now', () => {
    const before = held(takeLock(path));
    const own = JSON.parse(readFileSync(path, 'utf8')) as { mark: string };
    const [, boot = '', ticks = ''] = own.mark.split(' ');
    for (const mark of [`boot ${boot} ${Number(ticks) - 1}`, `boot ${boot.replace(/^./, 'x')} ${ticks}`]) {
      writeFileSync(path, JSON.stringify({ ...own, mark }));
      expect(lockHolder(path)).toEqual({ kind: 'free' });
    }
    held(takeLock(path)).release();
    before.release();
  });

  it('is one process that has it of many that are started together, and one of those that follow a kill', async () => {
    for (let round = 0; round < 3; round++) {
      const { started, start } = await waiting(6);
      start();
      const locks = await Promise.all(started.map(({ lock }) => lock));
      const winner = started[locks.findIndex(({ kind }) => kind === 'held')];
      expect(locks.filter((lock) => lock.kind === 'other' && lock.pid === winner?.child.pid)).toHaveLength(5);
      for (const { child } of started) await end(child, 'SIGKILL');
      // What the last one left is what the next ones find.
      expect([existsSync(path), lockHolder(path).kind]).toEqual([true, 'free']);
    }
  });

  it.runIf(isUnix)('is left by a process that is asked to end', async () => {
    const { started, start } = await waiting(1);
    start();
    expect((await started[0]?.lock)?.kind).toBe('held');
    expect(lockHolder(path)).toMatchObject({ kind: 'other', pid: started[0]?.child.pid });
    for (const { child } of started) await end(child, 'SIGTERM');
    expect(existsSync(path)).toBe(false);
  });

  it('is never with two at once, however they end', async () => {
    const run = promisify(execFile);
    const rounds = await Promise.all(
      Array.from({ length: 4 }, () => run(process.execPath, [CHILD, 'stress', path, '500'])),
    );
    const counts = rounds.map(({ stdout }) => JSON.parse(stdout) as Record<string, number>);
    const sum = (kind: string): number => counts.reduce((total, count) => total + (count[kind] ?? 0), 0);
    expect([sum('together'), sum('refused'), sum('held') + sum('other')]).toEqual([0, 0, 2000]);
    expect(sum('held')).toBeGreaterThan(100);
    expect(readdirSync(folder).filter((name) => name !== 'agent.lock')).toEqual([]);
  });
});

describe.runIf(isUnix)('a lock that others could have made', () => {
  it('is refused when it is a link', () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'kept');
    symlinkSync(target, path);
    expect(refusal()).toBe(`${path}: expected a file, found a link, which is not followed; remove it`);
    expect(readFileSync(target, 'utf8')).toBe('kept');
  });

  it('is refused when it is a folder, and when all may write it or its folder', () => {
    mkdirSync(path);
    expect(refusal()).toContain('expected a file');
    rmSync(path, { recursive: true });
    writeFileSync(path, '');
    chmodSync(path, 0o666);
    expect(refusal()).toContain('found mode 0666; run chmod go-w on it');
    rmSync(path);
    chmodSync(folder, 0o777);
    expect(refusal()).toContain('expected a folder that only its owner may write');
  });

  it('is refused when there is more in it than anybody writes', () => {
    writeFileSync(path, 'x'.repeat(70_000));
    expect(refusal()).toContain('expected at most 65536 bytes, found 70000');
  });

  it.runIf(process.geteuid?.() === 0)('is refused when it is of another user', () => {
    writeFileSync(path, '');
    chownSync(path, 12345, 12345);
    expect(refusal()).toContain("found one of user 12345's; change its owner");
  });

  it('is refused on a full disk and on a read-only one, and leaves nothing there', (context) => {
    if (!mountSmallDisk(folder, 'size=64k,mode=700')) return context.skip();
    const empty = fill(folder);
    expect(refusal()).toBe(`${path}: the disk is full`);
    empty();
    remount(folder, 'ro');
    expect(refusal()).toBe(`${path}: the file system is read-only`);
    remount(folder, 'rw');
    expect(readdirSync(folder)).toEqual([]);
    held(takeLock(path)).release();
  });

  it.runIf(process.platform === 'linux')('is refused where nothing can be made', () => {
    path = '/proc/agent.lock';
    expect(refusal()).toMatch(/^\/proc\/agent\.lock: /);
  });
});

function record(changes: object): object {
  const id = '0123456789abcdef0123456789abcdef';
  return { id, pid: process.pid, mark: 'runs', since: '2026-11-25T04:00:00.000Z', ...changes };
}
