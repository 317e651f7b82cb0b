import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processMark } from '../../src/platform/process-mark.ts';

describe('the mark of a process', () => {
  it('stays the same, and is another one for another process', async () => {
    const own = processMark(process.pid);
    expect(own).toMatch(/^\d+$/);
    expect(processMark(process.pid)).toBe(own);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const theirs = processMark(child.pid ?? 0);
    expect(theirs).toMatch(/^\d+$/);
    if (process.platform === 'linux') expect(theirs).not.toBe(own);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(processMark(child.pid ?? 0)).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')(
    'is none for a process that has ended and was not waited for',
    async () => {
      const child = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [text] = await once(child.stdout, 'data');
      await expect.poll(() => processMark(Number(text))).toBeNull();
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  );
});
