import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  inotifyWatches,
  privateMemory,
  processorTime,
  whyNoFigures,
} from '../../../build-scripts/load/measure/process-figures.ts';
import { stormRemarks, stormRows } from '../../../build-scripts/load/measure/storm-rows.ts';
import { measureStorm } from '../../../build-scripts/load/measure/under-storm.ts';

const PROGRAM = 'test/build-scripts/load/stand-in-watch.ts';
const STORM = { seconds: 3, rate: 20, failures: 0.6, seed: 3, keep: null };

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(whyNoFigures() !== null)('measuring a program under load', () => {
  const measure = async (program = PROGRAM) => {
    const measured = await measureStorm({ ...STORM, program });
    const rows = new Map(stormRows(measured).map((row) => [row.name, row]));
    return { rows, remarks: stormRemarks(measured).join('\n') };
  };

  it('has every failure found by a program that finds them', async () => {
    const { rows } = await measure();
    expect(rows.get('failures missed')).toMatchObject({ value: '0', kept: true });
    expect(rows.get('failures missed')?.detail).toMatch(/^of [23456]\d planted in [56]\d runs; goal 0$/);
    expect(rows.get('failures told twice')).toMatchObject({ value: '0', kept: true });
    expect(rows.get('findings unexplained')).toMatchObject({ value: '0', kept: true });
    expect(rows.get('runs told wrong')).toMatchObject({ value: '0', kept: true });
    expect(Number.parseFloat(rows.get('latency p95')?.value ?? '')).toBeLessThan(1000);
    expect(Number.parseFloat(rows.get('processor')?.value ?? '')).toBeGreaterThan(0.5);
    expect(rows.get('growth of memory')?.detail).toMatch(/^private memory \d/);
  });

  it('sees what a program does not find, finds twice or late, or makes up', async () => {
    vi.stubEnv('STAND_IN', 'faulty');
    const { rows, remarks } = await measure();
    for (const name of ['failures missed', 'failures told twice', 'findings unexplained', 'latency p95']) {
      expect(rows.get(name)).toMatchObject({ name, kept: false });
    }
    // Told twice like all else.
    expect(rows.get('findings unexplained')?.value).toBe('2');
    expect(remarks).toMatch(/^ {2}missed: .* in \S+stderr$/m);
    expect(remarks).toMatch(/^ {2}twice: .* in \S+amazon-ssm-agent\.log$/m);
    expect(remarks).toMatch(/^ {2}unexplained: AWS_API_THROTTLED: \/nowhere:0 .*nobody said so$/m);
  });

  it('fails with what the program said when it does not come to watch', async () => {
    await expect(measure('test/build-scripts/load/no-such-program.ts')).rejects.toThrow(
      /^the program did not come to watch: [\s\S]*no-such-program/,
    );
  });
});

describe.skipIf(whyNoFigures() !== null)('the figures of a process', () => {
  const started: ChildProcessWithoutNullStreams[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill();
  });
  const start = async (script: string): Promise<number> => {
    const child = spawn(process.execPath, ['-e', `${script}; console.log('ready')`]);
    started.push(child);
    await once(child.stdout, 'data');
    return child.pid as number;
  };

  it('tell the processor time that it used', async () => {
    const idle = await start('setInterval(() => {}, 1000)');
    const used = 'const used = () => process.cpuUsage().user + process.cpuUsage().system';
    const burn = 'const end = used() + 3e5; while (used() < end); console.log(1)';
    const busy = await start(`${used}; process.stdin.once('data', () => { ${burn}; })`);
    const before = [idle, busy].map(processorTime);
    const child = started.at(-1);
    child?.stdin.write('go');
    await once(child?.stdout as Readable, 'data');
    const [ofIdle = 0, ofBusy = 0] = [idle, busy].map(
      (pid, place) => processorTime(pid) - (before[place] ?? 0),
    );
    expect(ofIdle).toBeLessThan(20);
    expect(ofBusy).toBeGreaterThan(280);
    expect(ofBusy).toBeLessThan(400);
  });

  it('tell the memory that is its own', async () => {
    const small = await start('setInterval(() => {}, 1000)');
    const large = await start('globalThis.kept = Buffer.alloc(50e6, 1); setInterval(() => {}, 1000)');
    expect(privateMemory(small)).toBeGreaterThan(1e6);
    expect(privateMemory(large) - privateMemory(small)).toBeGreaterThan(45e6);
    expect(privateMemory(large) - privateMemory(small)).toBeLessThan(60e6);
  });

  it('tell the watches that it holds', async () => {
    const none = await start('setInterval(() => {}, 1000)');
    const three = await start("for (const folder of ['/', '/tmp', '/proc']) require('fs').watch(folder)");
    expect([inotifyWatches(none), inotifyWatches(three)]).toEqual([0, 3]);
  });
});
