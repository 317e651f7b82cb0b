import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { throughFile } from '../../../build-scripts/resume/compare.ts';
import { diagnoseAgain } from '../../../src/diagnosis/resume/diagnose-again.ts';
import { NOTHING_SAVED, type SavedDiagnosis } from '../../../src/diagnosis/resume/saved-diagnosis.ts';
import type { Files } from '../../../src/platform/files.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { agentLine } from '../a-node.ts';

const MB = 1024 * 1024;
const LONG_AGO = new Date(Date.UTC(2026, 0, 1));
/** A block, what is carried over from the one before, and the marks of the file. */
const MOST_AGAIN = 1.3 * MB;

let root: string;
let log: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ssm-doctor-new-bytes-'));
  const logs = join(root, 'var/log/amazon/ssm');
  mkdirSync(logs, { recursive: true });
  log = join(logs, 'amazon-ssm-agent.log');
  const lines = Array.from({ length: 60_000 }, (_, index) => lineOf(index));
  writeFileSync(log, lines.join(''));
  utimesSync(log, LONG_AGO, LONG_AGO);
});

afterEach(() => rmSync(root, { recursive: true }));

function lineOf(index: number): string {
  const isError = index % 1000 === 0;
  return agentLine(
    index / 10,
    isError ? 'ERROR' : 'INFO',
    isError ? 'open /x: no space left on device' : 'nothing at all to be said here',
  );
}

/** Files that count the bytes that are read of logs. */
function counted(): { files: Files; bytes: () => number } {
  const inner = nodeFiles();
  let bytes = 0;
  const open: Files['open'] = (path) => {
    const file = inner.open(path);
    const read = (target: Uint8Array, position: number): number => {
      const got = file.read(target, position);
      if (path.includes('/log/')) bytes += got;
      return got;
    };
    return { entry: file.entry, read, close: () => file.close() };
  };
  return { files: { ...inner, open }, bytes: () => bytes };
}

function run(before: SavedDiagnosis) {
  const { files, bytes } = counted();
  const { report, saved } = diagnoseAgain(
    {
      files,
      root,
      shownRoot: root,
      platform: 'linux',
      since: null,
      maxRuns: 100,
      now: null,
      version: 'test',
      clock: Date.now,
      skipped: [],
    },
    before,
    files,
  );
  const next = saved === null ? before : throughFile(saved);
  return { report, next, bytes: bytes(), count: report.findings[0]?.count };
}

test('a log to which nothing happened is not opened, whatever its name is', () => {
  const first = run(NOTHING_SAVED);
  expect(first.bytes).toBeGreaterThan(3 * MB);
  const second = run(first.next);
  expect([second.bytes, second.count]).toEqual([0, first.count]);
  renameSync(log, `${log}.1`);
  const third = run(second.next);
  expect([third.bytes, third.count]).toEqual([0, first.count]);
  expect(third.report.findings[0]?.evidence[0]?.file).toBe('/var/log/amazon/ssm/amazon-ssm-agent.log.1');
});

test('of a log that grew only the block that grew is read', () => {
  const first = run(NOTHING_SAVED);
  appendFileSync(log, lineOf(60_000));
  const second = run(first.next);
  expect(second.bytes).toBeLessThan(MOST_AGAIN);
  expect(second.count).toBe((first.count ?? 0) + 1);
  expect(run(second.next).bytes).toBeLessThan(MOST_AGAIN);
});

test('a log with so much to say that it cannot be kept is read again, and nothing is missing', () => {
  writeFileSync(log, Array.from({ length: 60_000 }, (_, index) => lineOf(index * 1000)).join(''));
  utimesSync(log, LONG_AGO, LONG_AGO);
  const first = run(NOTHING_SAVED);
  expect(first.next.files.map(({ transcript }) => transcript)).toEqual([null]);
  appendFileSync(log, lineOf(0));
  const second = run(first.next);
  expect(second.bytes).toBeGreaterThan(3 * MB);
  expect(second.count).toBe(60_001);
});
