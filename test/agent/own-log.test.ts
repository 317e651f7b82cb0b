import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogPlaceError, type OwnLog, openOwnLog } from '../../src/agent/own-log.ts';
import { fill, mountSmallDisk, remount, unmount } from '../support/small-disk.ts';

const CHILD = 'test/agent/log/log-child.ts';
const isUnix = process.platform !== 'win32';
const HOUR = 3_600_000;

let folder = '';
let file = '';
let time = 0;
let told: string[] = [];
const opened: OwnLog[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-log-'));
  file = join(folder, 'logs', 'agent.log');
  time = Date.parse('2026-11-25T04:00:00Z');
  told = [];
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  unmount(folder);
  rmSync(folder, { recursive: true });
});

async function open(options: object = {}): Promise<OwnLog> {
  const clock = { now: () => time, elapsed: () => time };
  const onTrouble = (message: string): void => void told.push(message);
  const log = await openOwnLog({
    ...{ level: 'info', file, maxSize: 100_000, keep: 5, apartFrom: [], clock, onTrouble },
    ...options,
  });
  opened.push(log);
  return log;
}

function written(): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

describe("the agent's own log", () => {
  it('has what is logged at once, from its level on', async () => {
    const log = await open();
    log.debug('not this');
    log.info('started', { files: 12 });
    log.warn('polling', { reason: 'no more watches' });
    log.error('failed');
    expect(written()).toEqual([
      'time=2026-11-25T04:00:00.000Z level=info msg="started" files=12',
      'time=2026-11-25T04:00:00.000Z level=warn msg="polling" reason="no more watches"',
      'time=2026-11-25T04:00:00.000Z level=error msg="failed"',
    ]);
  });

  it.each([
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ])('has of level %s %d of four lines', async (level, count) => {
    const log = await open({ level });
    for (const of of ['error', 'warn', 'info', 'debug'] as const) log[of]('x');
    expect(written()).toHaveLength(count);
  });

  it('is whole after it was closed, twice if need be, and takes nothing more', async () => {
    const log = await open();
    for (let line = 0; line < 500; line++) log.info('line', { line });
    await log.close();
    log.info('too late');
    await log.close();
    expect(written().map((line) => Number(/line=(\d+)$/.exec(line)?.[1]))).toEqual([...Array(500).keys()]);
  });

  it('rolls', async () => {
    const log = await open({ maxSize: 10_240, keep: 2 });
    for (let line = 0; line < 1000; line++) log.info('line', { line });
    const sizes = readdirSync(join(folder, 'logs')).map((name) => statSync(join(folder, 'logs', name)).size);
    expect([sizes.length, Math.max(...sizes) <= 10_240, written().at(-1)]).toEqual([
      3,
      true,
      expect.stringContaining('line=999'),
    ]);
  });

  it('does not open where the agent would read it', async () => {
    const options = { file: join(folder, 'ssm', 'audits', 'agent.log'), apartFrom: [join(folder, 'ssm')] };
    await expect(open(options)).rejects.toThrow(LogPlaceError);
    await expect(open(options)).rejects.toThrow(
      /^log\.file: expected a file outside of .*ssm, which is watched, found/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on without a place to write to, says so once an hour, and tells later how much is missing', async () => {
    const log = await open();
    log.info('one');
    rmSync(join(folder, 'logs'), { recursive: true });
    mkdirSync(file, { recursive: true });
    for (let line = 0; line < 5; line++) log.info('lost');
    const trouble = `${file}: a folder stands there; goes on without this log until it can be written`;
    expect(told).toEqual([trouble]);
    time += HOUR;
    log.info('lost');
    expect(told).toEqual([trouble, trouble]);
    rmSync(file, { recursive: true });
    log.info('two');
    expect(written()).toEqual([
      'time=2026-11-25T05:00:00.000Z level=warn msg="lines are missing here" lines=6 since=2026-11-25T04:00:00.000Z ' +
        'reason="a folder stands there"',
      'time=2026-11-25T05:00:00.000Z level=info msg="two"',
    ]);
  });

  it('tells when it is closed how much is missing', async () => {
    mkdirSync(file, { recursive: true });
    const log = await open();
    log.info('lost');
    rmSync(file, { recursive: true });
    await log.close();
    expect(written()).toEqual([expect.stringContaining('msg="lines are missing here" lines=1')]);
  });

  it('tells when older lines could not be kept', async () => {
    const log = await open({ maxSize: 200, keep: 1 });
    mkdirSync(`${file}.1`, { recursive: true });
    for (let line = 0; line < 40; line++) log.info('line', { line });
    expect(written().join('\n')).toMatch(
      /msg="older lines could not be kept" file=\S+ reason="a folder stands there"$/m,
    );
    expect(told).toEqual([]);
  });

  it('resumes after a full disk, and mixes no lines', async (context) => {
    if (!mountSmallDisk(folder, 'size=64k,mode=700')) return context.skip();
    const log = await open();
    log.info('one');
    const empty = fill(folder);
    for (let line = 0; line < 200; line++) log.info('much', { line });
    expect(told).toEqual([`${file}: the disk is full; goes on without this log until it can be written`]);
    empty();
    log.info('two');
    const lines = written();
    const missing = lines
      .filter((line) => line.includes('lines are missing'))
      .map((line) => Number(/lines=(\d+)/.exec(line)?.[1]));
    const kept = lines.filter((line) => / line=\d+$/.test(line)).length;
    expect([missing.length, (missing[0] ?? 0) + kept]).toEqual([1, 200]);
    expect(lines.at(-1)).toContain('msg="two"');
    // What was cut by the full disk stands on a line of its own.
    const cut = lines.filter(
      (line) => !/^time=\S+ level=\w+ msg="[^"]*"(?: \w+=(?:"[^"]*"|\S+))*$/.test(line),
    );
    expect(cut.length).toBeLessThanOrEqual(1);
  });

  it('begins on a read-only disk as soon as it can be written', async (context) => {
    if (!mountSmallDisk(folder, 'size=64k,mode=700')) return context.skip();
    remount(folder, 'ro');
    const log = await open();
    log.info('lost');
    expect(told).toEqual([expect.stringContaining('the file system is read-only; goes on without this log')]);
    remount(folder, 'rw');
    log.info('one');
    expect(written()).toEqual([expect.stringContaining('lines=1 '), expect.stringContaining('msg="one"')]);
  });

  it.runIf(isUnix)('says trouble on standard error, and does without that, too', () => {
    mkdirSync(file, { recursive: true });
    const { stderr, status } = spawnSync(process.execPath, [CHILD, 'flood', file, '1000'], {
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual([
      `ssm-doctor: ${file}: a folder stands there; goes on without this log until it can be written\n`,
      0,
    ]);
    const closed = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" ${CHILD} flood "$1" 1000 2>&-`, 'sh', file],
      { encoding: 'utf8' },
    );
    expect(closed.status).toBe(0);
  });

  it('costs no memory, with a place to write to and without', () => {
    const command = ['--expose-gc', CHILD, 'flood', file, '40000'];
    const keptBy = (): number => Number(execFileSync(process.execPath, command, { stdio: 'pipe' }));
    const written = keptBy();
    rmSync(join(folder, 'logs'), { recursive: true });
    mkdirSync(file, { recursive: true });
    // The lines alone are 5,000 kB.
    expect([written, keptBy()].filter((kilobytes) => !(kilobytes < 1000))).toEqual([]);
  });

  it.runIf(isUnix)('has all lines of a process that is killed', async () => {
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, [CHILD, 'count', file], { stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        if (printed.length > 3000 + round * 777) child.kill('SIGKILL');
      });
      await once(child, 'close');
      const last = Number(printed.trimEnd().split('\n').at(-1));
      const names = readdirSync(join(folder, 'logs')).sort(
        (a, b) => Number(b.split('.')[2] ?? 0) - Number(a.split('.')[2] ?? 0),
      );
      const numbers = names
        .flatMap((name) =>
          readFileSync(join(folder, 'logs', name), 'utf8')
            .split('\n')
            .slice(0, -1),
        )
        .map((line) => Number(/^time=\S+ level=info msg="count" number=(\d+)$/.exec(line)?.[1]));
      expect(numbers).toEqual([...Array(numbers.length).keys()]);
      expect(numbers.length).toBeGreaterThan(last);
      rmSync(join(folder, 'logs'), { recursive: true });
    }
  });
});
