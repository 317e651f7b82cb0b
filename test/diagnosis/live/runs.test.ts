import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveDiagnosis } from '../../../src/diagnosis/live/live-diagnosis.ts';
import { confinedFiles } from '../../../src/platform/confined-files.ts';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import type { LiveEvent } from '../../../src/report/live-event.ts';

const LOGS = 'var/log/amazon/ssm';
const NODE = 'var/lib/amazon/ssm/i-0synthetic0000001/document';
const CURRENT = `${NODE}/state/current`;
const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
const EARLIER = `${ASSOCIATION}.2026-11-20T03-12-00.100Z`;
const LATER = `${ASSOCIATION}.2026-11-20T03-12-01.200Z`;
const STEP = 'awsrunShellScript/0.awsrunShellScript';
const NO_ROOM = "OSError: [Errno 28] No space left on device: '/var/cache/synthetic'";
const WORKER = '2026-11-20 03:12:02.0001 INFO [ssm-document-worker]';

let root = '';
let events: LiveEvent[] = [];
let live: LiveDiagnosis;
let now = 0;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runs-'));
  for (const folder of [LOGS, CURRENT, `${NODE}/orchestration`])
    mkdirSync(join(root, folder), { recursive: true });
  write(`${LOGS}/amazon-ssm-agent.log`, '2026-11-20 03:12:00.0001 INFO [ssm-agent-worker] all is well\n');
  write(`${LOGS}/errors.log`, '');
  events = [];
  now = 0;
  live = new LiveDiagnosis({
    files: confinedFiles(nodeFiles(), root),
    root,
    platform: 'linux',
    rules: null,
    clock: Date.now,
    onEvent: (event) => events.push(event),
  });
  live.start(now);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, text);
}

function log(text: string): void {
  write(`${LOGS}/amazon-ssm-agent.log`, `${WORKER} ${text}\n`);
  live.changed(join(root, LOGS), 'amazon-ssm-agent.log');
}

function begins(documentId: string, folder: string): void {
  write(`${CURRENT}/${documentId}`, '{}');
  for (const stream of ['stdout', 'stderr']) write(`${NODE}/orchestration/${folder}/${STEP}/${stream}`, '');
  live.changed(join(root, CURRENT), documentId);
}

function leaves(documentId: string): void {
  rmSync(join(root, CURRENT, documentId));
  live.changed(join(root, CURRENT), documentId);
}

function works(after: number): void {
  now += after;
  live.work(now);
}

function told(): string[] {
  return events.map((event) => {
    if (event.type === 'finding') return event.cause;
    if (event.type !== 'operation') return event.type;
    return `${event.change} ${event.operation.id} ${event.outcome ?? ''}`.trimEnd();
  });
}

test('what a step that began lately writes to stderr is seen by a glance, without any event', () => {
  begins(COMMAND, COMMAND);
  works(10);
  expect(live.needsGlances(now)).toBe(true);
  expect(live.glance(now + 30)).toBe(false);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stderr`, `${NO_ROOM}\n`);
  expect(live.glance(now + 60)).toBe(true);
  works(61);
  expect(told()).toEqual([`started ${COMMAND}`, 'HOST_DISK_FULL']);
});

test('a run that lasts is watched instead', () => {
  begins(COMMAND, COMMAND);
  works(10);
  const step = join(root, NODE, 'orchestration', COMMAND, STEP);
  expect(live.folders).not.toContain(step);
  works(3000);
  expect(live.needsGlances(now)).toBe(false);
  expect(live.folders).toContain(step);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stdout`, `${NO_ROOM}\n`);
  expect(live.changed(step, 'stdout')).toBe(true);
  works(10);
  expect(told()).toContain('HOST_DISK_FULL');
});

test('a last line without an end is read when its step has failed', () => {
  begins(COMMAND, COMMAND);
  works(10);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stderr`, `${NO_ROOM}failed to run commands: exit status 1`);
  works(300);
  expect(told()).toEqual([`started ${COMMAND}`]);
  log(`[${COMMAND}] [DataBackend] The execution of command returned Exit Status: 1`);
  works(10);
  expect(told()).toContain('HOST_DISK_FULL');
});

test('the words about the end of a run of an association are not taken for the next run of it', () => {
  begins(EARLIER, EARLIER.replace('.', '/'));
  works(10);
  leaves(EARLIER);
  begins(LATER, LATER.replace('.', '/'));
  works(10);
  log(`[${ASSOCIATION}] execution of ${ASSOCIATION} is over. Removing interimState from current folder`);
  works(10);
  works(20);
  expect(told().filter((line) => line.startsWith('ended'))).toEqual([
    `ended ${EARLIER.replace('.', '/')} success`,
  ]);
  leaves(LATER);
  works(10);
  works(500);
  expect(told().at(-1)).toBe(`ended ${LATER.replace('.', '/')} success`);
});

test('says what may be a failure and cannot wait', () => {
  const logs = join(root, LOGS);
  const kinds = [
    live.changed(logs, 'amazon-ssm-agent.log'),
    live.changed(logs, 'errors.log'),
    live.changed(join(root, CURRENT), COMMAND),
    live.changed(logs, null),
  ];
  expect(kinds).toEqual([false, true, false, true]);
  works(10);
  expect(live.glance(now)).toBe(false);
  writeFileSync(join(root, LOGS, 'errors.log'), '2026-11-20 03:12:03.0001 ERROR synthetic\n');
  expect(live.glance(now)).toBe(true);
  works(10);
  expect(live.glance(now)).toBe(false);
});

test('a run of which nothing is heard any more is let go, though its folder is there', () => {
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stdout`, 'begun\n');
  live.changed(join(root, NODE, 'orchestration'), COMMAND);
  works(10);
  for (let minutes = 0; minutes < 16; minutes += 1) works(60_000);
  expect(told()).toEqual([`started ${COMMAND}`, `ended ${COMMAND} unknown`]);
});
