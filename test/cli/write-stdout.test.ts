import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { writeStdout } from '../../src/cli/write-stdout.ts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../src/cli/write-stdout.ts')).href;
const BYTES = 5_000_000;
/** More than any pipe holds; exits right after, as a command line does. */
const PROGRAM = `
  const { writeStdout } = await import(${JSON.stringify(MODULE)});
  if (process.argv[1] === 'touched') process.stdout.write('');
  const became = writeStdout('x'.repeat(${BYTES - 1}) + '\\n');
  process.stderr.write(became);
  process.exit(3);
`;
const ARGUMENTS = ['--no-warnings', '--experimental-strip-types', '--input-type=module', '-e', PROGRAM];

interface Ended {
  readonly status: number | null;
  readonly bytes: number;
  readonly stderr: string;
}

/** Runs the program; `onData` may stop reading by returning false. */
function run(argument: string, delayMs: number, leaveAfter = Number.POSITIVE_INFINITY): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...ARGUMENTS, argument], { stdio: ['ignore', 'pipe', 'pipe'] });
    let bytes = 0;
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    setTimeout(() => {
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes >= leaveAfter) child.stdout.destroy();
      });
    }, delayMs);
    child.on('close', (status) => done({ status, bytes, stderr }));
  });
}

describe('writeStdout', () => {
  test.each(['plain', 'touched'])(
    'gives a slow reader everything before the process exits (%s)',
    async (how) => {
      expect(await run(how, 300)).toEqual({ status: 3, bytes: BYTES, stderr: 'whole' });
    },
  );

  test('stops quietly when the reader leaves, as head does', async () => {
    const ended = await run('plain', 0, 1);
    expect(ended.status).toBe(3);
    expect(ended.stderr).toBe('closed');
    expect(ended.bytes).toBeLessThan(BYTES);
  });

  test('writes whole characters to a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'write-stdout-'));
    try {
      const path = join(folder, 'out');
      const descriptor = openSync(path, 'w');
      expect(writeStdout('größer ×3 …\n', descriptor)).toBe('whole');
      expect(writeStdout('', descriptor)).toBe('whole');
      closeSync(descriptor);
      expect(readFileSync(path, 'utf8')).toBe('größer ×3 …\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('does not hide other errors', () => {
    expect(() => writeStdout('x', 9999)).toThrow(/EBADF/);
  });

  test.skipIf(process.platform !== 'linux')('tells a full disk', () => {
    const { stderr, status } = spawnSync(
      'sh',
      ['-c', '"$0" "$@" >/dev/full', process.execPath, ...ARGUMENTS, 'plain'],
      { encoding: 'utf8' },
    );
    expect(stderr).toContain('ENOSPC');
    expect(status).toBe(1);
  });
});
