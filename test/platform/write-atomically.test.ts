import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FilesError } from '../../src/platform/files.ts';
import { removeAbandoned, writeAtomically } from '../../src/platform/write-atomically.ts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../src/platform/write-atomically.ts')).href;
const isWindows = process.platform === 'win32';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-atomically-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function codeOf(write: () => void): string {
  try {
    write();
  } catch (error) {
    if (error instanceof FilesError) return error.code;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('writeAtomically', () => {
  test.skipIf(isWindows)('gives the file the permissions that are asked for, also where one stands', () => {
    const path = join(folder, 'spool');
    writeFileSync(path, 'old');
    chmodSync(path, 0o644);
    for (const name of ['spool', 'new']) {
      const umask = process.umask(0o277);
      try {
        writeAtomically(join(folder, name), 'secret', { mode: 0o600 });
      } finally {
        process.umask(umask);
      }
      expect(statSync(join(folder, name)).mode & 0o7777).toBe(0o600);
      expect(readFileSync(join(folder, name), 'utf8')).toBe('secret');
    }
    expect(readdirSync(folder).sort()).toEqual(['new', 'spool']);
  });

  test('takes bytes in pieces, small and large', () => {
    const pieces = [0, 1, 7, 100_000, 200_000, 262_144, 262_145, 3, 0, 600_000, 1].map((size, index) =>
      Buffer.alloc(size, index),
    );
    const many = Array.from({ length: 5000 }, (_, index) => Buffer.from(`${index} `));
    for (const all of [pieces, [...pieces, ...many], []]) {
      writeAtomically(join(folder, 'pieces'), all);
      expect(readFileSync(join(folder, 'pieces')).equals(Buffer.concat(all))).toBe(true);
    }
  });

  test('tells by a code what stands in the way, and leaves nothing behind', () => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'file'), 'old');
    expect(codeOf(() => writeAtomically(join(folder, 'folder'), 'new'))).toBe('EISDIR');
    expect(codeOf(() => writeAtomically(join(folder, 'missing', 'file'), 'new'))).toBe('ENOENT');
    expect(codeOf(() => writeAtomically(join(folder, 'file', 'file'), 'new'))).toBe('ENOTDIR');
    expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
  });

  test.skipIf(isWindows)('follows no link and replaces no device', () => {
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    expect(codeOf(() => writeAtomically(join(folder, 'link'), 'new'))).toBe('ELOOP');
    expect(codeOf(() => writeAtomically('/dev/null', 'new'))).toBe('ENOTFILE');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
  });

  test.skipIf(isWindows)(
    'carries the code and the error of the system when the disk takes only a part',
    () => {
      writeFileSync(join(folder, 'file'), 'old');
      const program = `
      const { writeAtomically } = await import(${JSON.stringify(MODULE)});
      try { writeAtomically(process.argv[1], 'x'.repeat(1_000_000)) }
      catch (error) { console.log(error.name, error.code, error.cause.code) }
    `;
      const limited = 'trap "" XFSZ; ulimit -f 16; exec "$0" "$@"';
      const node = [process.execPath, '--no-warnings', '--experimental-strip-types', '--input-type=module'];
      const argv = ['-c', limited, ...node, '-e', program, join(folder, 'file')];
      expect(spawnSync('sh', argv, { encoding: 'utf8' }).stdout).toBe('FilesError EFBIG EFBIG\n');
      expect(readdirSync(folder)).toEqual(['file']);
      expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    },
  );
});

describe('removeAbandoned', () => {
  test('removes what killed runs left long ago, and nothing else', () => {
    const names = ['.ssm-doctor-0123456789abcdef.tmp', '.ssm-doctor-0123456789abcde.tmp', 'other.tmp'];
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of names) {
      writeFileSync(join(folder, name), 'half');
      utimesSync(join(folder, name), longAgo, longAgo);
    }
    const atWork = '.ssm-doctor-fedcba9876543210.tmp';
    writeFileSync(join(folder, atWork), 'half');
    writeAtomically(join(folder, 'file'), 'text');
    removeAbandoned(folder, Date.now());
    expect(readdirSync(folder).sort()).toEqual([...names.slice(1), atWork, 'file'].sort());
  });
});
