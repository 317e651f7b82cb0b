import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
  live.changed(join(root, LOGS), 'amazon-ssm-agent.log', now);
}

function begins(documentId: string, folder: string): void {
  write(`${CURRENT}/${documentId}`, '{}');
  for (const stream of ['stdout', 'stderr']) write(`${NODE}/orchestration/${folder}/${STEP}/${stream}`, '');
  live.changed(join(root, CURRENT), documentId, now);
}

function leaves(documentId: string): void {
  rmSync(join(root, CURRENT, documentId));
  live.changed(join(root, CURRENT), documentId, now);
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

test('a step that began lately is told by an alarm on its stderr, and then read in full', () => {
  begins(COMMAND, COMMAND);
  works(10);
  const step = `${NODE}/orchestration/${COMMAND}/${STEP}`;
  write(`${step}/stdout`, `${NO_ROOM}\n`);
  works(10);
  expect(told()).toEqual([`started ${COMMAND}`]);
  expect(live.alarms).toContain(join(root, step, 'stderr'));
  write(`${step}/stderr`, 'synthetic\n');
  expect(live.changed(join(root, step), 'stderr', now)).toBe(true);
  works(10);
  expect(told()).toEqual([`started ${COMMAND}`, 'HOST_DISK_FULL']);
});

test('alarms are found for a run while the process is awake for the next one', () => {
  const runs = join(root, NODE, 'orchestration');
  const stderr = (command: string) => {
    write(`${NODE}/orchestration/${command}/${STEP}/stdout`, '');
    write(`${NODE}/orchestration/${command}/${STEP}/stderr`, '');
    live.changed(runs, command, now);
    return join(runs, command, STEP, 'stderr');
  };
  const first = stderr(COMMAND);
  now += 50;
  expect(live.findNew(now)).toBe(false);
  now += 100;
  expect(live.findNew(now)).toBe(true);
  const second = stderr(COMMAND.replace(/1$/, '2'));
  expect(live.alarms).toContain(first);
  expect(live.alarms).not.toContain(second);
  works(10);
  expect(live.alarms).toContain(second);
  expect(live.findNew(now + 1000)).toBe(false);
});

test('a run that lasts is watched instead', () => {
  begins(COMMAND, COMMAND);
  works(10);
  const step = join(root, NODE, 'orchestration', COMMAND, STEP);
  expect(live.folders).not.toContain(step);
  works(3000);
  expect(live.alarms).not.toContain(join(step, 'stderr'));
  expect(live.folders).toContain(step);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stdout`, `${NO_ROOM}\n`);
  expect(live.changed(step, 'stdout', now)).toBe(true);
  works(10);
  expect(told()).toContain('HOST_DISK_FULL');
});

test('a last line without an end is read when its step has failed', () => {
  begins(COMMAND, COMMAND);
  works(10);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stderr`, NO_ROOM);
  works(300);
  expect(told()).toEqual([`started ${COMMAND}`]);
  log(`[${COMMAND}] [DataBackend] The execution of command returned Exit Status: 1`);
  works(10);
  expect(told()).toContain('HOST_DISK_FULL');
});

test('and at once when the agent has added its words about that', () => {
  begins(COMMAND, COMMAND);
  works(10);
  const step = `${NODE}/orchestration/${COMMAND}/${STEP}`;
  write(`${step}/stderr`, `${NO_ROOM}failed to run commands: exit status 1`);
  live.changed(join(root, step), 'stderr', now);
  works(10);
  expect(told()).toEqual([`started ${COMMAND}`, 'HOST_DISK_FULL']);
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
    live.changed(logs, 'amazon-ssm-agent.log', now),
    live.changed(logs, 'errors.log', now),
    live.changed(join(root, CURRENT), COMMAND, now),
    live.changed(logs, null, now),
  ];
  expect(kinds).toEqual([false, true, false, true]);
  works(10);
  expect(live.alarms).toContain(join(logs, 'errors.log'));
});

test('a run is looked at once more right after it was found: its step may have failed before that was watched', () => {
  for (const stream of ['stdout', 'stderr']) write(`${NODE}/orchestration/${COMMAND}/${STEP}/${stream}`, '');
  live.changed(join(root, NODE, 'orchestration'), COMMAND, now);
  const { later } = live.work(now);
  expect(later).toBeLessThanOrEqual(now + 5);
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stderr`, `${NO_ROOM}\n`);
  now = later;
  live.work(now);
  works(500);
  expect(told()).toEqual([`started ${COMMAND}`, 'HOST_DISK_FULL']);
});

test('a run of which nothing is heard any more is let go, though its folder is there', () => {
  write(`${NODE}/orchestration/${COMMAND}/${STEP}/stdout`, 'begun\n');
  live.changed(join(root, NODE, 'orchestration'), COMMAND, now);
  works(10);
  for (let minutes = 0; minutes < 17; minutes += 1) works(60_000);
  expect(told()).toEqual([`started ${COMMAND}`, `ended ${COMMAND} unknown`]);
});
