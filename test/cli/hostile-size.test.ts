import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/diagnosis/limits.ts';
import type { Report } from '../../src/report/report.ts';
import { IS_EXECUTABLE } from '../support/program.ts';
import { folderOf, LOG, PROGRAM } from './child.ts';

const MB = 1024 * 1024;
const STDOUT =
  'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration/11111111-aaaa-4bbb-8ccc-000000000001/awsrunShellScript/step/stdout';
/** Above what the same command needs for a small input. */
const MEMORY_BOUND = 48 * MB;
const TIME_BOUND_MS = 120_000;

/** Runs the command as it is, and says at its end how much memory it needed at most, in KiB. */
const METERED = `
  import { writeSync } from 'node:fs';
  process.on('exit', () => writeSync(2, 'peak ' + process.resourceUsage().maxRSS));
  await import(${JSON.stringify(pathToFileURL(PROGRAM.script ?? '').href)});
`;
/** The same of an executable, which is asked from outside: what it needed at most is told as long as it runs. */
const WATCHED = `
  import { spawn } from 'node:child_process';
  import { readFileSync } from 'node:fs';
  let peak = 0;
  const child = spawn(${JSON.stringify(PROGRAM.file)}, process.argv.slice(2), { stdio: 'inherit' });
  const watch = setInterval(() => {
    const said = /^VmHWM:\\s*(\\d+)/m.exec(readFileSync('/proc/' + child.pid + '/status', 'utf8'));
    if (said !== null) peak = Math.max(peak, Number(said[1]));
  }, 2);
  child.on('exit', () => {
    clearInterval(watch);
    process.stderr.write('peak ' + peak);
  });
`;
const wrapper = join(folderOf({ 'metered.mjs': IS_EXECUTABLE ? WATCHED : METERED }), 'metered.mjs');

interface Metered {
  readonly report: Report;
  /** Bytes. */
  readonly peak: number;
  readonly ms: number;
}

function metered(root: string): Metered {
  const began = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, [wrapper, '--root', root, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64 * MB,
  });
  const peak = /^peak (\d+)$/.exec(stderr)?.[1];
  if (peak === undefined) throw new Error(stderr);
  return { report: JSON.parse(stdout) as Report, peak: Number(peak) * 1024, ms: performance.now() - began };
}

/** Writes a file piece by piece until it has that size; `piece` gets the number of the piece. */
function writeLarge(path: string, bytes: number, piece: (index: number) => string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'w');
  for (let written = 0, index = 0; written < bytes; index++) written += writeSync(fd, piece(index));
  closeSync(fd);
}

const small = metered(folderOf({ [LOG]: '2026-11-20 03:12:00 INFO all is well\n', [STDOUT]: 'fine\n' }));

function expectModest({ peak, ms }: Metered): void {
  expect(peak - small.peak).toBeLessThan(MEMORY_BOUND);
  expect(ms).toBeLessThan(TIME_BOUND_MS);
}

/** Words of letters, so that no mask makes them alike. */
function wordOf(number: number): string {
  return [...number.toString(26)]
    .map((digit) => 'abcdefghijklmnopqrstuvwxyz'[Number.parseInt(digit, 26)])
    .join('');
}

describe('a line of 64 MB', () => {
  const trouble = 'EC2RoleRequestError: no EC2 instance role found';

  test.each([
    ['of blanks', ' '],
    ['of letters', 'x'],
    ['of the beginnings of errors', 'ERROR error: E: '],
    ['of what patterns look for', `${trouble} `],
    ['between carriage returns', 'working 12 %\r'],
  ])(
    '%s, in the log of the agent and in output',
    (_what, text) => {
      const root = folderOf();
      const chunk = text.repeat(Math.ceil(MB / text.length));
      for (const path of [LOG, STDOUT]) {
        writeLarge(
          join(root, path),
          64 * MB,
          (index) => (index === 0 ? '2026-11-20 03:12:00 ERROR ' : '') + chunk,
        );
      }
      const result = metered(root);
      expectModest(result);
      expect(result.report.coverage.map(({ status, lines }) => [status, lines])).toEqual([
        ['read', 1],
        ['read', 1],
      ]);
    },
    90_000,
  );

  test('hides no trouble behind it', () => {
    const root = folderOf();
    const chunk = 'x'.repeat(MB);
    writeLarge(join(root, LOG), 64 * MB, () => chunk);
    writeLarge(join(root, STDOUT), 64 * MB, (index) =>
      index === 40 ? ' E: Could not get lock /var/lib/dpkg/lock. It is held by process 1 ' : chunk,
    );
    const fd = openSync(join(root, LOG), 'a');
    writeSync(fd, `\n2026-11-20 03:12:00 ERROR ${trouble}\n`);
    closeSync(fd);
    const { report } = metered(root);
    const lines = report.findings.map(({ cause, evidence }) => [cause, evidence[0]?.line]);
    expect(lines).toContainEqual(['CREDENTIALS_NO_INSTANCE_PROFILE', 2]);
    expect(lines).toContainEqual(['PKG_LOCK_HELD', 1]);
  }, 90_000);
});

describe('50 MB of errors that nobody knows', () => {
  test.each([
    ['all alike', (_index: number) => 'the frobnicator could not be reached'],
    ['each with numbers of its own', (index: number) => `frobnicator ${index} gave up after ${index * 7} ms`],
    [
      'each with words of its own',
      (index: number) => `${wordOf(index)} ${wordOf(index * 7)} ${wordOf(index * 13)} broke`,
    ],
    [
      'each in a run of its own',
      (index: number) => `[11111111-aaaa-4bbb-8ccc-${String(index).padStart(12, '0')}] it broke`,
    ],
  ])(
    '%s',
    (_what, message) => {
      const root = folderOf();
      let lines = 0;
      writeLarge(join(root, LOG), 50 * MB, (index) => {
        const part = Array.from(
          { length: 1000 },
          (_, at) => `2026-11-20 03:12:00 ERROR ${message(1000 * index + at)}\n`,
        );
        lines += part.length;
        return part.join('');
      });
      const result = metered(root);
      expectModest(result);
      expect(result.report.unrecognized.length).toBeLessThanOrEqual(LIMITS.clusters + 1);
      expect(result.report.unrecognized.reduce((sum, { count }) => sum + count, 0)).toBe(lines);
    },
    90_000,
  );
});

describe('one cause, each time in a run and with a file of its own', () => {
  function measured(megabytes: number): Metered & { readonly lines: number } {
    const root = folderOf();
    let lines = 0;
    writeLarge(join(root, LOG), megabytes * MB, (index) => {
      const part = Array.from({ length: 1000 }, (_, at) => {
        const run = `11111111-aaaa-4bbb-8ccc-${String(1000 * index + at).padStart(12, '0')}`;
        return `2026-11-20 03:12:00 ERROR [${run}] open /var/${wordOf(1000 * index + at)}: no space left on device\n`;
      });
      lines += part.length;
      return part.join('');
    });
    return { ...metered(root), lines };
  }

  test('is counted to the last line of 50 MB, in the memory that 25 MB need', () => {
    const half = measured(25);
    const whole = measured(50);
    expect(whole.peak).toBeLessThan(1.15 * half.peak);
    expect(whole.ms).toBeLessThan(TIME_BOUND_MS);
    const found = whole.report.findings.filter(({ cause }) => cause === 'HOST_DISK_FULL');
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(whole.lines);
    expect(found.length).toBeLessThanOrEqual(LIMITS.operations + LIMITS.subjects + 1);
  }, 90_000);
});
