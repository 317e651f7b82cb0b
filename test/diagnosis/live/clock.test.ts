import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LiveDiagnosis } from '../../../src/diagnosis/live/live-diagnosis.ts';
import { confinedFiles } from '../../../src/platform/confined-files.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import type { LiveEvent } from '../../../src/report/live-event.ts';

const LOG = 'var/log/amazon/ssm/amazon-ssm-agent.log';
const AN_HOUR = 3_600_000;
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function failure(time: number, name: string): string {
  const stamp = new Date(time).toISOString().replace('T', ' ').slice(0, 19);
  return `${stamp} ERROR [ssm-agent-worker] open /var/lib/${name}: no space left on device\n`;
}

test.each([
  ['back', -AN_HOUR],
  ['forward', AN_HOUR],
])('a clock that jumps %s an hour loses and doubles nothing', (_way, jump) => {
  const root = mkdtempSync(join(tmpdir(), 'clock-'));
  roots.push(root);
  const log = join(root, LOG);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, '2026-11-20 03:12:00 INFO [ssm-agent-worker] all is well\n');
  const events: LiveEvent[] = [];
  let ahead = 0;
  const live = new LiveDiagnosis({
    files: confinedFiles(nodeFiles(), root),
    root,
    platform: 'linux',
    rules: null,
    clock: () => Date.now() + ahead,
    onEvent: (event) => events.push(event),
  });
  let now = 0;
  const passes = (milliseconds: number): void => {
    now += milliseconds;
    live.lookEverywhere();
    live.work(now);
  };
  live.start(now);
  for (const name of ['before', 'after', 'later']) {
    appendFileSync(log, failure(Date.now() + ahead, name));
    passes(100);
    passes(5000);
    if (name === 'before') ahead = jump;
  }
  const told = events
    .filter((event) => event.type === 'finding')
    .map(({ change, subject }) => [change, subject.id]);
  expect(told).toEqual([
    ['new', '/var/lib/before'],
    ['new', '/var/lib/after'],
    ['new', '/var/lib/later'],
  ]);
  expect(live.counts.lines).toBe(3);
});
