import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measureRest } from '../../../build-scripts/load/measure/at-rest.ts';
import { makeHistory } from '../../../build-scripts/load/measure/history.ts';
import { whyNoFigures } from '../../../build-scripts/load/measure/process-figures.ts';

it('makes the history of a node that has been left alone for an hour', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'history-'));
  try {
    const runs = await makeHistory(scratch, 300);
    expect(runs).toBeGreaterThan(270);
    expect(runs).toBeLessThan(330);
    const paths = readdirSync(scratch, { recursive: true, withFileTypes: true });
    const stdout = paths.filter(({ name }) => name === 'stdout').length;
    expect(stdout).toBeGreaterThan(0.9 * runs);
    expect(stdout).toBeLessThanOrEqual(runs);
    const newest = Math.max(...paths.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
    expect(Date.now() - newest).toBeGreaterThan(3_590_000);
    const logs = paths.filter((entry) => entry.isFile() && entry.parentPath.includes('/var/log/'));
    expect(logs.length).toBeGreaterThan(8);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

it.skipIf(whyNoFigures() !== null)('measures a program that is never at rest', async () => {
  const program = 'test/build-scripts/load/stand-in-watch.ts';
  const rows = await measureRest({ seconds: 1, program, runs: 20, settle: 100 });
  expect(rows.map(({ name, kept }) => [name, kept])).toEqual([
    ['at rest: processor', false],
    ['at rest: inotify', true],
    ['at rest: memory', expect.any(Boolean)],
  ]);
  expect(rows[0]?.detail).toMatch(/^a second, above a timer alone \(\d\.\d\d ms\); \d\d runs on the node$/);
});
