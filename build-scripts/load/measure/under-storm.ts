import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LOG_FOLDER } from '../storm/run.ts';
import { readTruth } from '../storm/truth.ts';
import { accountOf } from './account.ts';
import { makeHistory } from './history.ts';
import { privateMemory, processorTime } from './process-figures.ts';
import type { Measured, Written } from './storm-rows.ts';
import { type Heard, Watcher, watchCommand } from './watcher.ts';

export interface Storm {
  readonly seconds: number;
  readonly rate: number;
  /** Share of the runs with a failure. */
  readonly failures: number;
  readonly seed: number;
  /** The script that follows the tree. */
  readonly program: string;
  /** A folder to leave the tree in, with what was planted and what was heard; none is left when null. */
  readonly keep: string | null;
}

/** Runs that left their traces before. */
const HISTORY = 200;
/** How long after the last write something may still come. */
const GRACE = 2000;

/** Lets the program follow a node while a writer lets documents run on it. */
export async function measureStorm(storm: Storm): Promise<Measured> {
  if (storm.keep !== null) {
    mkdirSync(storm.keep, { recursive: true });
    return measureIn(storm.keep, storm);
  }
  const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-load-'));
  try {
    return await measureIn(scratch, storm);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function measureIn(scratch: string, storm: Storm): Promise<Measured> {
  const root = join(scratch, 'root');
  const truth = join(scratch, 'truth.jsonl');
  await makeHistory(root, HISTORY);
  const watcher = new Watcher(watchCommand(storm.program, root));
  const tail = startTail(root);
  try {
    await watcher.watching();
    const before = { program: processorTime(watcher.pid), tail: processorTime(tail.pid) };
    const began = Date.now();
    const memory: number[] = [];
    const timer = setInterval(() => {
      if (watcher.running) memory.push(privateMemory(watcher.pid));
    }, 1000);
    const writer = await write(root, truth, storm).finally(() => clearInterval(timer));
    const elapsed = Date.now() - began;
    const percent = (pid: number, from: number) => ((processorTime(pid) - from) / elapsed) * 100;
    const cpu = { program: percent(watcher.pid, before.program), tail: percent(tail.pid, before.tail) };
    await pause(GRACE);
    await watcher.stop();
    if (storm.keep !== null) keepHeard(storm.keep, watcher.heard);
    const done = readTruth(truth);
    return { account: accountOf(done, watcher.heard), planted: done.planted.length, writer, cpu, memory };
  } finally {
    tail.stop();
    watcher.kill();
  }
}

function keepHeard(folder: string, heard: readonly Heard[]): void {
  const lines = heard.map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(join(folder, 'heard.jsonl'), lines.join(''));
}

/** Reads what is appended to the two logs, in whatever file, and does nothing with it. */
function startTail(root: string): { readonly pid: number; stop(): void } {
  const logs = ['amazon-ssm-agent.log', 'errors.log'].map((name) => join(root, LOG_FOLDER, name));
  const child = spawn('tail', ['-n0', '-F', '-q', ...logs], { stdio: 'ignore' });
  child.on('error', () => {});
  if (child.pid === undefined)
    throw new Error('tail could not be started; it is what the program is compared with');
  return { pid: child.pid, stop: () => child.kill() };
}

function write(root: string, truth: string, storm: Storm): Promise<Written> {
  const script = join(import.meta.dirname, '../storm.ts');
  const { seconds, rate, failures, seed } = storm;
  const options = Object.entries({ root, truth, seconds, rate, failures, seed });
  const args = [script, ...options.flatMap(([name, value]) => [`--${name}`, String(value)])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(JSON.parse(output) as Written);
      else reject(new Error(`the writer ended with status ${status}`));
    });
  });
}
