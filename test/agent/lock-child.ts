/**
 * A process that wants the lock, for tests:
 * - `hold PATH START`: waits until there is a file START, takes the lock, writes what came of it, and stays
 * - `stress PATH ROUNDS`: takes and leaves it again and again, as processes that end or are killed do
 */
import { closeSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { takeLock } from '../../src/agent/lock.ts';

const [mode = '', path = '', given = ''] = process.argv.slice(2);
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const sleep = (milliseconds: number): void => void Atomics.wait(sleeper, 0, 0, milliseconds);

if (mode === 'hold') {
  writeSync(1, 'ready\n');
  while (!existsSync(given)) sleep(0.2);
  const lock = takeLock(path);
  process.on('SIGTERM', () => {
    if (lock.kind === 'held') lock.release();
    process.exit();
  });
  writeSync(1, `${JSON.stringify(lock)}\n`);
  setInterval(() => undefined, 1000);
} else {
  stress(Number(given));
}

/** Each round is a process of its own, as far as the lock can tell: one runs as long as its file is there. */
function stress(rounds: number): void {
  const folder = dirname(path);
  const lifeOf = (pid: number): string => join(folder, `life-${pid}`);
  const witness = join(folder, 'witness');
  const counts = { held: 0, other: 0, refused: 0, together: 0 };
  for (let round = 0; round < rounds; round++) {
    const self = process.pid * 100_000 + round;
    writeFileSync(lifeOf(self), '');
    const lock = takeLock(path, { self, mark: (pid) => (existsSync(lifeOf(pid)) ? 'boot 1 2' : null) });
    counts[lock.kind] += 1;
    if (lock.kind === 'refused') writeSync(2, `${lock.message}\n`);
    if (lock.kind === 'held') {
      if (!hasWitness(witness)) counts.together += 1;
      if (round % 3 === 0) sleep(0.5);
      rmSync(witness, { force: true });
      if (round % 4 === 0) lock.release();
    }
    rmSync(lifeOf(self));
  }
  writeSync(1, JSON.stringify(counts));
}

/** False when another one is inside. */
function hasWitness(witness: string): boolean {
  try {
    closeSync(openSync(witness, 'wx'));
    return true;
  } catch {
    return false;
  }
}
