import { mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { entryText } from '../../src/delivery/spool/entry.ts';
import type { Fault } from '../fake-aws/faults.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { NODE, OTHER_NODE } from '../support/identity-files.ts';
import { bundle, ended, REGION, ReportingNode } from './reporting-node.ts';
import { anEntry } from './spool/an-entry.ts';

const KILLS = 200;
const LANES = 2;
const FOREIGN = '0000000001-00000000000000ff.json';
const FAULTS: readonly (Fault | null)[] = [
  null,
  { kind: 'slow', milliseconds: 40 },
  { kind: 'throttle' },
  { kind: 'reset', when: 'carried-out' },
];
const made = bundle();

describe('a run that is killed', () => {
  it(`at any moment, ${KILLS} times, loses no report, sends none of another node, and leaves whole files`, async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, lane) => killed(KILLS / LANES, lane)));
    const sum = (pick: (lane: Lane) => number) => lanes.reduce((total, lane) => total + pick(lane), 0);
    // Otherwise nothing was tried: some were killed before they sent, some while they did, some had ended.
    expect(sum(({ kills }) => kills)).toBeGreaterThan(KILLS / 2);
    expect(sum(({ waiting }) => waiting)).toBeGreaterThan(KILLS / 20);
    expect(sum(({ sent }) => sent)).toBeGreaterThan(KILLS / 20);
  }, 300_000);
});

interface Lane {
  /** Runs that were killed before they ended. */
  readonly kills: number;
  /** Kills that left a report on the disk. */
  readonly waiting: number;
  /** Runs whose report was delivered. */
  readonly sent: number;
}

/** Kills one run after the other on one node, looks at what is left after each, and lets a last one end. */
async function killed(times: number, seed: number): Promise<Lane> {
  const random = randomOf(seed);
  let onRequest = (): void => undefined;
  const aws = await startFakeAws({ node: { id: NODE, region: REGION }, onRequest: () => onRequest() });
  const node = new ReportingNode(made);
  node.share(aws.credentials);
  const spool = join(node.state, 'spool');
  mkdirSync(spool, { recursive: true });
  writeFileSync(join(spool, FOREIGN), entryText(anEntry({ ResourceId: OTHER_NODE })), { mode: 0o600 });
  const keptAt = watchSpool(spool);
  const run = (time: string) => node.start(['--endpoint', aws.url, '--to', 'compliance', '--now', time]);
  const result = { kills: 0, waiting: 0, sent: 0 };
  let longest = 600;

  for (let index = 0; index < times; index += 1) {
    const time = new Date(Date.UTC(2026, 10, 25) + index * 60_000).toISOString();
    node.says(`pass ${index}`, index % 3 === 0 ? 'ERROR' : 'INFO');
    const fault = FAULTS[Math.floor(random() * FAULTS.length)] ?? null;
    aws.faults.clear();
    if (fault !== null) aws.faults.add(fault);
    const started = performance.now();
    const child = run(time);
    const end = ended(child);
    const kill = () => child.kill('SIGKILL');
    if (random() < 0.5) setTimeout(kill, random() * longest).unref();
    else onRequest = () => setTimeout(kill, random() * 30);
    const { signal, stderr } = await end;
    onRequest = () => undefined;
    expect(stderr).toBe('');
    if (signal === null) longest = (longest + performance.now() - started) / 2;
    else result.kills += 1;

    // What was seen whole on the disk is still there, or at the service.
    await sleep(5);
    const waiting = newest(spool);
    const stored = accepted(aws.requests);
    expect(Math.max(waiting, stored)).toBeGreaterThanOrEqual(keptAt());
    if (signal !== null && waiting > stored) result.waiting += 1;
    if (stored === Date.parse(time) / 1000) result.sent += 1;
  }

  aws.faults.clear();
  expect((await ended(run('2026-11-26T00:00:00Z'))).status).toBe(0);
  expect(accepted(aws.requests)).toBe(Date.parse('2026-11-26T00:00:00Z') / 1000);
  expect(node.spooled()).toEqual([]);
  expect(node.aside()).toEqual([FOREIGN]);
  expect(readdirSync(join(node.state, 'locks')).filter((name) => name.endsWith('.lock'))).toEqual([]);
  expect(
    new Set(aws.requests.map(({ input }) => (input as { ResourceId: string } | null)?.ResourceId ?? NODE)),
  ).toEqual(new Set([NODE]));
  await aws.close();
  return result;
}

/** The time of the newest report that the service took, be it that it knew the content. */
function accepted(requests: FakeAws['requests']): number {
  const times = requests
    .filter(({ outcomes }) => outcomes.length > 0)
    .map(
      ({ input }) =>
        (input as { ExecutionSummary: { ExecutionTime: number } }).ExecutionSummary.ExecutionTime,
    );
  return Math.max(0, ...times);
}

/** The time of the newest report of this node on the disk; every file there must be whole. */
function newest(spool: string): number {
  const names = readdirSync(spool).filter((name) => name.endsWith('.json') && name !== FOREIGN);
  return Math.max(0, ...names.map((name) => timeOf(readFileSync(join(spool, name), 'utf8'))));
}

/** Watches the spool; the function gives the time of the newest report that was seen there. */
function watchSpool(spool: string): () => number {
  let seen = 0;
  watch(spool, { persistent: false }, (_, name) => {
    if (name === null || !name.endsWith('.json') || name === FOREIGN) return;
    try {
      seen = Math.max(seen, timeOf(readFileSync(join(spool, name), 'utf8')));
    } catch (error) {
      // It was sent, and removed, before it could be looked at.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  });
  return () => seen;
}

function timeOf(text: string): number {
  const { request } = JSON.parse(text) as { request: { ExecutionSummary: { ExecutionTime: string } } };
  return Date.parse(request.ExecutionSummary.ExecutionTime) / 1000;
}

/** Mulberry32: the same moments each time, as far as the machine is as fast. */
function randomOf(seed: number): () => number {
  let state = seed + 0x6d2b79f5;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
