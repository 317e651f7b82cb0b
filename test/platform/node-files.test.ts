import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FilesError } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';

const files = nodeFiles();
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'node-files-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function failure(action: () => unknown): FilesError {
  try {
    action();
  } catch (error) {
    if (error instanceof FilesError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function put(name: string, content = ''): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}

describe('list', () => {
  test('names everything in a folder, hidden entries too', () => {
    put('errors.log');
    put('.hidden');
    mkdirSync(join(root, 'orchestration'));
    expect(files.list(root).sort()).toEqual(['.hidden', 'errors.log', 'orchestration']);
  });

  test('tells what each entry is, when asked, and follows no link', () => {
    put('errors.log');
    mkdirSync(join(root, 'orchestration'));
    if (!isWindows) symlinkSync('orchestration', join(root, 'link'));
    const links = isWindows ? [] : [{ name: 'link', type: 'link' }];
    const entries = files.listEntries(root).sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(entries).toEqual([
      { name: 'errors.log', type: 'file' },
      ...links,
      { name: 'orchestration', type: 'folder' },
    ]);
    expect(failure(() => files.listEntries(join(root, 'absent'))).code).toBe('ENOENT');
  });

  test('says with the code of the system why a folder cannot be listed', () => {
    const path = put('errors.log');
    expect(failure(() => files.list(join(root, 'absent')))).toMatchObject({
      code: 'ENOENT',
      path: join(root, 'absent'),
      cause: { syscall: 'scandir' },
    });
    expect(failure(() => files.list(path)).code).toBe('ENOTDIR');
  });
});

describe('look', () => {
  test('gives type, size and modification time in milliseconds', () => {
    const path = put('errors.log', 'seven b');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    expect(files.look(path)).toMatchObject({ type: 'file', size: 7, modified: 1_700_000_000_000 });
    expect(files.look(root).type).toBe('folder');
  });

  test('is refused where there is nothing, which find tells without an error', () => {
    const path = put('errors.log', 'seven b');
    expect(files.find(path)).toEqual(files.look(path));
    expect(failure(() => files.look(join(root, 'absent'))).code).toBe('ENOENT');
    expect(files.find(join(root, 'absent'))).toBeNull();
    if (!isWindows) expect(failure(() => files.find(join(path, 'below'))).code).toBe('ENOTDIR');
  });

  test.skipIf(isWindows)('reports a link as a link, also where its target is missing', () => {
    symlinkSync('absent', join(root, 'link'));
    expect(files.look(join(root, 'link')).type).toBe('link');
  });

  test('gives an identity that survives a rename and differs between files', () => {
    const path = put('errors.log');
    const before = files.look(path).identity;
    renameSync(path, join(root, 'errors.log.1'));
    put('errors.log');
    expect(files.look(join(root, 'errors.log.1')).identity).toBe(before);
    expect(files.look(path).identity).not.toBe(before);
    const { dev, ino } = statSync(path, { bigint: true });
    expect(files.look(path).identity).toBe(`${dev}:${ino}`);
  });

  test('refuses a name with a NUL instead of throwing a bare error', () => {
    expect(failure(() => files.look(`${root}/a\0b`)).code).toBe('ERR_INVALID_ARG_VALUE');
  });
});

describe('open', () => {
  test('reads from any position and says 0 at the end', () => {
    const file = files.open(put('errors.log', 'first second'));
    const target = new Uint8Array(6);
    expect(file.read(target, 6)).toBe(6);
    expect(Buffer.from(target).toString()).toBe('second');
    expect(file.read(target, 10)).toBe(2);
    expect(file.read(target, 12)).toBe(0);
    expect(file.entry).toEqual(files.look(join(root, 'errors.log')));
    file.close();
  });

  test('refuses to read a closed file, whose descriptor may by now be another file', () => {
    const file = files.open(put('errors.log', 'x'));
    file.close();
    file.close();
    expect(failure(() => file.read(new Uint8Array(1), 0)).code).toBe('EBADF');
  });

  test('refuses a folder', () => {
    expect(failure(() => files.open(root)).code).toBe('ENOTFILE');
  });

  test('tells a missing file from one whose folder is a file', () => {
    const path = put('errors.log');
    expect(failure(() => files.open(join(root, 'absent'))).code).toBe('ENOENT');
    expect(failure(() => files.open(join(path, 'below'))).code).toMatch(/^(ENOTDIR|ENOENT)$/);
  });

  test.skipIf(isWindows)('refuses a link as the last step, but follows linked folders before it', () => {
    put('errors.log', 'text');
    symlinkSync('errors.log', join(root, 'link'));
    symlinkSync('.', join(root, 'here'));
    expect(failure(() => files.open(join(root, 'link'))).code).toBe('ELOOP');
    const file = files.open(join(root, 'here', 'errors.log'));
    expect(file.entry.size).toBe(4);
    file.close();
  });

  test.skipIf(isWindows)('does not wait for a writer at a FIFO, nor open sockets and devices', async () => {
    execFileSync('mkfifo', [join(root, 'fifo')]);
    expect(failure(() => files.open(join(root, 'fifo'))).code).toBe('ENOTFILE');
    expect(failure(() => files.open('/dev/null')).code).toBe('ENOTFILE');
    expect(files.look('/dev/null').type).toBe('other');

    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, 'socket'), done));
    expect(failure(() => files.open(join(root, 'socket'))).code).toMatch(/^(ENXIO|EOPNOTSUPP)$/);
    await new Promise((done) => server.close(done));
  });

  test.skipIf(isWindows)('closes what it refuses', () => {
    const before = readdirSync('/dev/fd').length;
    failure(() => files.open(root));
    failure(() => files.open('/dev/null'));
    expect(readdirSync('/dev/fd').length).toBe(before);
  });

  test.skipIf(isWindows || (isRoot && !isMainThread))('says EACCES where the owner forbids reading', () => {
    const path = put('errors.log');
    const folder = join(root, 'closed');
    mkdirSync(folder, { mode: 0o700 });
    chmodSync(path, 0);
    chmodSync(folder, 0);
    chmodSync(root, 0o755);
    if (isRoot) process.seteuid?.(65_534);
    try {
      expect(failure(() => files.open(path)).code).toBe('EACCES');
      expect(failure(() => files.list(folder)).code).toBe('EACCES');
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o700);
    }
  });
});

describe.skipIf(isWindows)('resolve', () => {
  test('follows every link', () => {
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    expect(files.resolve(join(root, 'link'))).toBe(files.resolve(join(root, 'real')));
  });

  test('ends at a loop of links', () => {
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    expect(failure(() => files.resolve(join(root, 'a'))).code).toBe('ELOOP');
    expect(failure(() => files.list(join(root, 'a'))).code).toBe('ELOOP');
  });
});
