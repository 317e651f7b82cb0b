import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { fill, mountSmallDisk, remount, unmount } from '../support/small-disk.ts';
import { type Machine, machine, until } from './an-agent.ts';
import { LOG, PROGRAM } from './child.ts';

/** 200 take some minutes: FAULTS_KILLS=200 */
const KILLS = Number(process.env.FAULTS_KILLS ?? 12);
const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 2 ** 31);
/** Milliseconds from the start in which the agent is killed: before it follows, while it does, and after. */
const SPAN = 1500;

/** A failure that no other one is. */
function failure(number: number): string {
  return `2026-11-20 03:12:01 ERROR [ssm-agent-worker] open /var/lib/synthetic-${number}: no space left on device\n`;
}

function told({ log }: Machine, number: number): number {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('msg="finding new"') && line.includes(`/var/lib/synthetic-${number}`))
    .length;
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
}

test(
  `killed at ${KILLS} random moments it misses no failure, and starts again each time (seed ${SEED})`,
  async () => {
    const node = machine();
    const random = randomOf(SEED);
    const log = join(node.root, LOG);
    await node.start();
    await node.end('SIGTERM');
    for (let kill = 0; kill < KILLS; kill++) {
      node.begin();
      const moment = random() * SPAN;
      const written = random() * moment;
      await sleep(written);
      appendFileSync(log, failure(kill));
      if (kill % 10 === 9) {
        renameSync(log, `${log}.${kill}`);
        writeFileSync(log, '');
      }
      await sleep(moment - written);
      await node.end('SIGKILL');
    }
    await node.start();
    const all = Array.from({ length: KILLS }, (_, number) => number);
    await until(() => all.every((number) => told(node, number) >= 1));
    expect(await node.end('SIGTERM')).toBe(0);
    expect(node.errors).toBe('');
    // Read to the end, and left in order: one that starts now has nothing to tell.
    const before = all.map((number) => told(node, number));
    await node.start();
    expect(await node.end('SIGTERM')).toBe(0);
    expect(all.map((number) => told(node, number))).toEqual(before);
  },
  60_000 + KILLS * 5000,
);

test('of two that are started together one runs, and the other says so', async () => {
  const node = machine();
  const both = [0, 1].map(() => {
    const child = spawn(PROGRAM.file, [...PROGRAM.args, ...node.args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const ended = new Promise<{ readonly status: number | null; readonly errors: string }>((resolve) =>
      child.on('close', (status) => resolve({ status, errors })),
    );
    return { child, ended };
  });
  const refused = await Promise.race(both.map(({ ended }) => ended));
  expect(refused.status).toBe(2);
  expect(refused.errors).toMatch(/an agent runs already, process \d+/);
  await until(() => node.logged('msg="started"') === 1);
  for (const { child } of both) child.kill('SIGTERM');
  const ends = await Promise.all(both.map(({ ended }) => ended));
  expect(ends.map(({ status }) => status).sort()).toEqual([0, 2]);
});

describe('where its state cannot be written', () => {
  const mounted: string[] = [];
  afterEach(() => {
    for (const folder of mounted.splice(0)) unmount(folder);
  });

  /** Follows on although the state cannot be kept, says so once, and keeps it again when it can be. */
  async function outlives(node: Machine, spoil: () => () => void): Promise<void> {
    await node.start();
    const mend = spoil();
    appendFileSync(join(node.root, LOG), failure(1));
    await until(() => told(node, 1) === 1 && node.logged('msg="the state cannot be written"') > 0);
    mend();
    // What could not be kept is kept although nothing else happens.
    await until(() => node.keptOffset() === statSync(join(node.root, LOG)).size);
    appendFileSync(join(node.root, LOG), failure(2));
    await until(() => told(node, 2) === 1 && node.hasHealth && node.health().linesRead === 2);
    expect(await node.end('SIGTERM')).toBe(0);
    // Of each of its two files.
    expect(node.logged('msg="the state cannot be written"')).toBeLessThanOrEqual(2);
    expect(node.health().state).toBe('stopped');
  }

  function onSmallDisk(): Machine | null {
    const node = machine();
    if (!mountSmallDisk(node.state, 'size=256k,mode=0700')) return null;
    mounted.push(node.state);
    return node;
  }

  test('as its disk is full', async (context) => {
    const node = onSmallDisk();
    if (node === null) return context.skip();
    await outlives(node, () => fill(node.state));
  }, 60_000);

  test('as it has become read-only', async (context) => {
    const node = onSmallDisk();
    if (node === null) return context.skip();
    await outlives(node, () => {
      remount(node.state, 'ro');
      return () => remount(node.state, 'rw');
    });
  }, 60_000);
});
