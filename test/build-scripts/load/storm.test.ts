import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGGED, PRINTED } from '../../../build-scripts/load/storm/failures.ts';
import { rollsOf } from '../../../build-scripts/load/storm/rolling-log.ts';
import { LOG_FOLDER } from '../../../build-scripts/load/storm/run.ts';
import { type Planted, readTruth, type Truth } from '../../../build-scripts/load/storm/truth.ts';
import type { Report } from '../../../src/report/report.ts';
import { program } from '../../support/program.ts';

interface Written {
  readonly runs: number;
  readonly planted: number;
  readonly unreadable: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'storm-'));
const root = join(scratch, 'root');
const logs = join(root, LOG_FOLDER);
const kinds = [...LOGGED, ...PRINTED].map(({ kind }) => kind);

function storm(name: string, ...flags: string[]): Written {
  const places = ['--root', join(scratch, name), '--truth', join(scratch, `${name}.jsonl`)];
  const args = ['build-scripts/load/storm.ts', ...places, '--at-once', ...flags];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Written;
}

/** The texts of all files of a log, whole. */
function textsOf(log: string): string[] {
  const names = [...rollsOf(join(logs, log)).map((roll) => `${log}.${roll}`), log];
  return names.map((name) => readFileSync(join(logs, name), 'utf8'));
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

let written: Written;
let truth: Truth;
let planted: readonly Planted[];

beforeAll(() => {
  // A minute, and no roll is deleted, so that all that was planted is still there.
  written = storm('root', '--seconds', '60', '--failures', '0.3', '--roll-keep', '1000', '--seed', '7');
  truth = readTruth(join(scratch, 'root.jsonl'));
  planted = truth.planted;
});

afterAll(() => rmSync(scratch, { recursive: true }));

describe('the writer', () => {
  it('lets ten documents a second run and writes what that takes', () => {
    expect(written.runs).toBeGreaterThan(550);
    expect(written.runs).toBeLessThan(650);
    const bytes = filesBelow(root).map((path) => readFileSync(path).length);
    const perSecond = bytes.reduce((sum, size) => sum + size, 0) / 60;
    expect(perSecond).toBeGreaterThan(150_000);
    expect(perSecond).toBeLessThan(190_000);
  });

  it('notes each failure, of every kind, at about the share that was asked for', () => {
    expect(planted).toHaveLength(written.planted);
    expect(written.unreadable).toBe(0);
    expect(new Set(planted.map(({ kind }) => kind))).toEqual(new Set(kinds));
    expect(written.planted / written.runs).toBeGreaterThan(0.24);
    expect(written.planted / written.runs).toBeLessThan(0.36);
  });

  it('notes the end of each run, with what it ended with', () => {
    expect(truth.runs).toHaveLength(written.runs);
    expect(new Set(truth.runs.map(({ commandId, runId }) => commandId ?? runId)).size).toBe(written.runs);
    const failed = truth.runs.filter(({ code }) => code !== 0).length;
    const failing = planted.filter(
      ({ kind }) =>
        PRINTED.some((failure) => failure.kind === kind) ||
        LOGGED.some((failure) => failure.kind === kind && failure.ends),
    );
    expect(failed).toBe(failing.length);
    expect(truth.runs.filter(({ associationId }) => associationId !== null).length).toBeGreaterThan(50);
  });

  it('makes each failure tell itself apart from all others', () => {
    const records = textsOf('amazon-ssm-agent.log').flatMap((text) => text.split('\n'));
    const first = records.filter((line) => /^\d{4}-/.test(line) && !line.includes(' INFO ')).join('\n');
    const printed = filesBelow(join(root, 'var/lib'))
      .filter((path) => /\/std(?:out|err)$/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const times = planted.map(({ tell }) => `${first}\n${printed}`.split(tell).length - 1);
    expect(new Set(times)).toEqual(new Set([1]));
  });

  it('copies errors, and nothing else, to errors.log', () => {
    const errors = textsOf('errors.log')
      .join('')
      .split('\n')
      .filter((line) => /^\d{4}-/.test(line));
    const logged = planted.filter(({ kind }) => LOGGED.some((failure) => failure.kind === kind));
    expect(errors).toHaveLength(logged.length);
    for (const { tell } of logged) expect(errors.filter((line) => line.includes(tell))).toHaveLength(1);
  });

  it('writes records whole and out of order, by several processes', () => {
    const [text = ''] = textsOf('amazon-ssm-agent.log');
    const times = text.split('\n').flatMap((line) => /^\d{4}-\S+ \S+/.exec(line) ?? []);
    const backwards = times.filter((time, index) => index > 0 && time < (times[index - 1] as string));
    expect(backwards.length).toBeGreaterThan(times.length / 100);
    const starts = text
      .split('\n')
      .filter((line) => /.\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{4} [A-Z]{4}/.test(line));
    expect(starts).toEqual([]);
  });

  it('goes on in a rolled file while another process has begun the next', () => {
    const [first = '', second = ''] = textsOf('amazon-ssm-agent.log');
    const lastOf = (text: string) =>
      text
        .split('\n')
        .findLast((line) => /^\d{4}-/.test(line))
        ?.slice(0, 24);
    const firstOf = (text: string) =>
      text
        .split('\n')
        .find((line) => /^\d{4}-/.test(line))
        ?.slice(0, 24);
    expect(first.length).toBeGreaterThanOrEqual(1_000_000);
    expect(String(lastOf(first)) > String(firstOf(second))).toBe(true);
  });

  it('has the product find exactly what was planted, in what is left', () => {
    const { file, args: first } = program();
    const args = [...first, 'diagnose', '--root', root, '--platform', 'linux', '--format', 'json'];
    const { stdout } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 64e6 });
    const report = JSON.parse(stdout) as Report;
    expect(report.unrecognized).toEqual([]);
    for (const cause of new Set(planted.flatMap(({ roots }) => roots))) {
      const expected = planted.filter(({ roots }) => roots.includes(cause)).length;
      const counts = report.findings.filter((finding) => finding.cause === cause).map(({ count }) => count);
      expect([cause, counts.reduce((sum, count) => sum + count, 0)]).toEqual([cause, expected]);
    }
    const allowed = new Set(planted.flatMap(({ roots, also = [] }) => [...roots, ...also]));
    expect(report.findings.map(({ cause }) => cause).filter((cause) => !allowed.has(cause))).toEqual([]);
    // Each kind can be told by what its proof quotes.
    for (const kind of kinds) {
      const quoted = planted
        .filter((failure) => failure.kind === kind)
        .some(({ tell }) =>
          report.findings.some(({ evidence }) => evidence.some(({ excerpt }) => excerpt.includes(tell))),
        );
      expect([kind, quoted]).toEqual([kind, true]);
    }
  });

  it('does the same again for the same seed, but for the time', () => {
    const flags = ['--seconds', '5', '--failures', '0.5', '--seed', '11'];
    const [one, two] = ['one', 'two'].map((name) => {
      storm(name, ...flags);
      return readTruth(join(scratch, `${name}.jsonl`)).planted.map(({ kind, tell }) => `${kind} ${tell}`);
    });
    expect(one).toEqual(two);
    expect(one?.length).toBeGreaterThan(10);
  });

  it('deletes the oldest rolls, and does not count what nobody can read', () => {
    const flags = ['--seconds', '60', '--failures', '0.5', '--roll-size', '100000', '--roll-keep', '3'];
    const { planted, unreadable } = storm('short', ...flags);
    const rolls = rollsOf(join(scratch, 'short', LOG_FOLDER, 'amazon-ssm-agent.log'));
    expect(rolls).toHaveLength(3);
    expect(rolls[0]).toBeGreaterThan(10);
    expect(unreadable).toBeGreaterThan(0);
    expect(planted).toBeGreaterThan(100);
  });
});
