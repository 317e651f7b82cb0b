/**
 * A process that logs, for tests:
 * - `count FILE`: counts as fast as it can until it is killed, and prints each number once it was logged
 * - `flood FILE LINES`: logs so many lines and prints how much of its memory they keep, in kB
 */
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { openOwnLog } from '../../../src/agent/own-log.ts';

const [mode = '', file = '', given = '0'] = process.argv.slice(2);
const log = await openOwnLog({ level: 'info', file, maxSize: 20_000, keep: 100, apartFrom: [] });
if (mode === 'count') {
  for (let number = 0; ; number++) {
    log.info('count', { number });
    print(`${number}\n`);
    if (number % 100 === 0) await setImmediate();
  }
}
await logLines(2000);
const before = kept();
await logLines(Number(given));
writeSync(1, String(kept() - before));
await log.close();

/** Until the one that reads has room for it. */
function print(text: string): void {
  for (;;) {
    try {
      writeSync(1, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

async function logLines(count: number): Promise<void> {
  for (let line = 0; line < count; line++) {
    log.info('a line of the log that is of some length', { line, folder: '/var/log/amazon/ssm' });
    if (line % 100 === 0) await setImmediate();
  }
}

/** What is left when all is cleared away. */
function kept(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1024);
}
