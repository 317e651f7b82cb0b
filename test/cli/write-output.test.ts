import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/usage-error.ts';
import { writeOutput } from '../../src/cli/write-output.ts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../src/cli/write-output.ts')).href;
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-output-'));
});

afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function refusal(path: string): UsageError {
  try {
    writeOutput(path, 'new');
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('writeOutput', () => {
  test('writes a new file, whole, and leaves nothing else behind', () => {
    const text = 'é\n'.repeat(500_000);
    writeOutput(join(folder, 'report.txt'), text);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['report.txt']);
  });

  test('takes a relative path', () => {
    writeOutput(relative(process.cwd(), join(folder, 'report.txt')), 'text');
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toBe('text');
  });

  test('replaces an existing file in one step: an open reader keeps the old one', () => {
    const path = join(folder, 'report.txt');
    writeFileSync(path, 'a longer old text');
    const before = statSync(path).ino;
    writeOutput(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    if (!isWindows) expect(statSync(path).ino).not.toBe(before);
  });

  test.skipIf(isWindows)('gives a new file what the umask leaves, and keeps the mode of an old one', () => {
    const umask = process.umask();
    writeOutput(join(folder, 'new.txt'), 'text');
    expect(statSync(join(folder, 'new.txt')).mode & 0o777).toBe(0o666 & ~umask);
    for (const mode of [0o600, 0o640, 0o664]) {
      const path = join(folder, `old-${mode}.txt`);
      writeFileSync(path, 'old');
      chmodSync(path, mode);
      writeOutput(path, 'new');
      expect(statSync(path).mode & 0o7777).toBe(mode);
    }
  });

  test('refuses a folder and says what to do', () => {
    mkdirSync(join(folder, 'reports'));
    expect(refusal(join(folder, 'reports')).message).toBe(
      `expected a file to write, found a folder: ${join(folder, 'reports')}; add a file name to it`,
    );
  });

  test('refuses a missing folder and says what to do', () => {
    const error = refusal(join(folder, 'missing', 'report.txt'));
    expect(error.code).toBe('usage');
    expect(error.message).toContain(`found nothing at ${join(folder, 'missing')}; create it first`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('refuses a file in place of the folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(refusal(join(folder, 'file', 'report.txt')).message).toContain('found a file at');
  });

  test.skipIf(isWindows)('refuses a link, even one that leads nowhere, and leaves its target alone', () => {
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    expect(refusal(join(folder, 'link')).message).toContain('found a link');
    expect(refusal(join(folder, 'dangling')).message).toContain('found a link');
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  });

  test.skipIf(isWindows)('refuses a device instead of replacing it', () => {
    expect(refusal('/dev/null').message).toContain('found a device or pipe: /dev/null; print to stdout');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.skipIf(isWindows || isRoot)(
    'says so when the folder may not be written, and keeps the old file',
    () => {
      const path = join(folder, 'report.txt');
      writeFileSync(path, 'old');
      chmodSync(folder, 0o500);
      expect(refusal(path).message).toContain(`found no permission in ${folder}`);
      expect(readFileSync(path, 'utf8')).toBe('old');
    },
  );

  test.skipIf(isWindows)(
    'refuses a name that is too long, and a file further up in place of a folder',
    () => {
      expect(refusal(join(folder, 'n'.repeat(300))).message).toMatch(
        /found a name that is too long in .*; choose/,
      );
      writeFileSync(join(folder, 'file'), '');
      expect(refusal(join(folder, 'file', 'a', 'b')).message).toMatch(/found (?:nothing|a file)/);
      expect(readdirSync(folder)).toEqual(['file']);
    },
  );

  test.skipIf(isWindows)(
    'leaves the old file and nothing half-written when the disk takes only a part',
    () => {
      const path = join(folder, 'report.txt');
      writeFileSync(path, 'old');
      const program = `
      const { writeOutput } = await import(${JSON.stringify(MODULE)});
      writeOutput(process.argv[1], 'x'.repeat(1_000_000));
    `;
      const limited = 'trap "" XFSZ; ulimit -f 16; exec "$0" "$@"';
      const node = [process.execPath, '--no-warnings', '--experimental-strip-types', '--input-type=module'];
      const { stderr } = spawnSync('sh', ['-c', limited, ...node, '-e', program, path], { encoding: 'utf8' });
      expect(stderr).toContain(`OutputError: expected to write ${path}, found that it may not be so large`);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['report.txt']);
    },
  );
});
