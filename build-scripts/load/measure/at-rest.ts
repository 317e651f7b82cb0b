import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { megabytes, type Row } from '../../bench/rows.ts';
import { makeHistory } from './history.ts';
import { inotifyWatches, privateMemory, processorTime } from './process-figures.ts';
import { Watcher, watchCommand } from './watcher.ts';

export interface Rest {
  readonly seconds: number;
  /** The script that follows the tree. */
  readonly program: string;
  /** Documents that ran on the node in the last days. */
  readonly runs: number;
  /** Milliseconds that the start is given to be over; `SETTLE` where it is absent. */
  readonly settle?: number;
}

interface Measured {
  /** Milliseconds of processor time a second. */
  readonly cpu: Compared;
  /** Private memory, in bytes. */
  readonly memory: Compared;
  readonly watches: number;
  readonly runs: number;
}

/** The program that follows, and a process that does nothing. */
interface Compared {
  readonly program: number;
  readonly bare: number;
}

/** What the product promises of `watch` on a node that does nothing, with 2,000 runs and 20 logs on it. */
const LIMITS = {
  /** Milliseconds of processor time a second, above a process of the same interpreter with a timer. */
  cpu: 0.5,
  /** A user has 8,192 on many distributions, and is not alone. */
  watches: 64,
  /** Private memory: what the interpreter and the loaded patterns need, and a third on top. */
  memory: 32e6,
} as const;
/** Milliseconds for the start to be over: the first look at the tree, and the memory of it, which is collected later. */
const SETTLE = 25_000;
const BARE = ['-e', 'setInterval(() => {}, 1000)'];

/** Measures what following a node costs on which nothing happens. */
export async function measureRest({ seconds, program, runs, settle = SETTLE }: Rest): Promise<Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-rest-'));
  const root = join(scratch, 'root');
  const past = await makeHistory(root, runs);
  const bare = spawn(process.execPath, BARE, { stdio: 'ignore' });
  const watcher = new Watcher(watchCommand(program, root));
  try {
    await watcher.watching();
    await pause(settle);
    const before = [processorTime(watcher.pid), processorTime(pidOf(bare))] as const;
    await pause(seconds * 1000);
    const used = [processorTime(watcher.pid) - before[0], processorTime(pidOf(bare)) - before[1]] as const;
    const memory = { program: privateMemory(watcher.pid), bare: privateMemory(pidOf(bare)) };
    const cpu = { program: used[0] / seconds, bare: used[1] / seconds };
    const rows = restRows({ cpu, memory, watches: inotifyWatches(watcher.pid), runs: past });
    await watcher.stop();
    return rows;
  } finally {
    bare.kill();
    watcher.kill();
    rmSync(scratch, { recursive: true });
  }
}

/** Each figure with its limit. */
function restRows({ cpu, memory, watches, runs }: Measured): Row[] {
  const above = cpu.program - cpu.bare;
  return [
    {
      name: 'at rest: processor',
      value: `${above.toFixed(2)} ms`,
      limit: `${LIMITS.cpu.toFixed(2)} ms`,
      kept: above <= LIMITS.cpu,
      detail: `a second, above a timer alone (${cpu.bare.toFixed(2)} ms); ${runs} runs on the node`,
    },
    {
      name: 'at rest: inotify',
      value: String(watches),
      limit: String(LIMITS.watches),
      kept: watches <= LIMITS.watches,
      detail: 'watches',
    },
    {
      name: 'at rest: memory',
      value: megabytes(memory.program),
      limit: megabytes(LIMITS.memory),
      kept: memory.program <= LIMITS.memory,
      detail: `private to the process, ${(memory.program / memory.bare).toFixed(1)} times that of the timer (${megabytes(memory.bare)})`,
    },
  ];
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a process to compare with could not be started');
  return pid;
}
