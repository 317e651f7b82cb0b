import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Conditions, type Watching, watching } from './a-watch.ts';
import { folderOf, HEALTHY, LOG } from './child.ts';

const REFUSED =
  '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n';
const CAN_LIMIT =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-Ur', 'sh', '-c', 'echo 9 > /proc/sys/user/max_inotify_watches']).status === 0;
/** Without what lets root read that which is forbidden to all. */
const ORDINARY = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'];
const IS_ROOT = process.getuid?.() === 0;
const CAN_BE_REFUSED =
  process.platform !== 'win32' &&
  (!IS_ROOT || spawnSync('setpriv', [...ORDINARY.slice(1), 'true']).status === 0);
const REFUSABLE: Conditions = IS_ROOT ? { through: ORDINARY } : {};
const MANY = 100_000;

async function finds(watched: Watching, root: string): Promise<void> {
  appendFileSync(join(root, LOG), REFUSED);
  expect(await watched.until(({ type }) => type === 'finding')).toMatchObject({
    cause: 'CREDENTIALS_NO_INSTANCE_PROFILE',
  });
}

const writers: number[] = [];
afterEach(() => {
  for (const writer of writers.splice(0)) closeSync(writer);
});

/** The log as who writes it has it open, whoever may open it later. */
function writerOf(root: string): number {
  const writer = openSync(join(root, LOG), 'a');
  writers.push(writer);
  return writer;
}

describe('watch', () => {
  test.runIf(CAN_LIMIT)(
    'looks at folders where no inotify watch is left, and says so',
    async () => {
      const root = folderOf(HEALTHY);
      const limit = 'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"';
      const watched = watching(root, ['--format', 'jsonl', '--every', '1s'], {
        through: ['unshare', '-Ur', 'sh', '-c', limit, 'limited'],
      });
      const told = await watched.until(({ type }) => type === 'polling');
      expect(told).toMatchObject({ reason: expect.stringContaining('no inotify') as string });
      await watched.until(({ type }) => type === 'watching');
      await finds(watched, root);
    },
    30_000,
  );

  test('finds its failure among a hundred thousand files that come at once', async () => {
    const root = folderOf(HEALTHY);
    const watched = watching(root);
    await watched.until(({ type }) => type === 'standing');
    const folder = join(root, dirname(LOG));
    for (let number = 0; number < MANY; number++) {
      writeFileSync(join(folder, `synthetic-${number}`), '');
      if (number === MANY / 2) appendFileSync(join(root, LOG), REFUSED);
    }
    await watched.until(({ type }) => type === 'finding');
    appendFileSync(join(root, LOG), REFUSED.replace('03:12:01', '03:14:01'));
    await watched.until((event) => event.type === 'finding' && event.change === 'again');
    watched.end();
    expect(await watched.ended).toBe(0);
    expect(watched.events.at(-1)).toMatchObject({ type: 'end', lines: 2 });
    expect(watched.events.some(({ type }) => type === 'lost')).toBe(false);
  }, 120_000);

  test.runIf(CAN_BE_REFUSED)(
    'says that it may no longer read a folder, and goes on when it may',
    async () => {
      const root = folderOf(HEALTHY);
      const folder = join(root, dirname(LOG));
      const writer = writerOf(root);
      const watched = watching(root, undefined, REFUSABLE);
      await watched.until(({ type }) => type === 'standing');
      chmodSync(folder, 0o000);
      expect(await watched.until(({ type }) => type === 'polling')).toMatchObject({
        reason: expect.stringContaining('no permission to read it') as string,
      });
      appendFileSync(writer, REFUSED);
      chmodSync(folder, 0o755);
      await watched.until(({ type }) => type === 'finding');
      watched.end();
      expect(await watched.ended).toBe(0);
      expect(watched.events.at(-1)).toMatchObject({ lines: 1 });
    },
    60_000,
  );

  test.runIf(CAN_BE_REFUSED)(
    'reads a log again that it was forbidden to read for a while, from where it was',
    async () => {
      const root = folderOf(HEALTHY);
      const writer = writerOf(root);
      const watched = watching(root, undefined, REFUSABLE);
      await watched.until(({ type }) => type === 'standing');
      chmodSync(join(root, LOG), 0o000);
      appendFileSync(writer, REFUSED);
      chmodSync(join(root, LOG), 0o644);
      appendFileSync(join(root, LOG), REFUSED.replace('03:12:01', '03:14:01'));
      await watched.until((event) => event.type === 'finding');
      watched.end();
      expect(await watched.ended).toBe(0);
      expect(watched.events.at(-1)).toMatchObject({ lines: 2 });
    },
    60_000,
  );
});
