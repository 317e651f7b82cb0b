import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FolderEvents } from '../../../src/platform/changes/events.ts';
import { inotifyEvents } from '../../../src/platform/changes/inotify-events.ts';
import { Hearing, LOOKS, pause, until } from './hearing.ts';

const FILES = ['amazon-ssm-agent.log', 'errors.log', 'audits.log'];
let root = '';
let hearing: Hearing;
let opened = 0;
let closed = 0;

const counted: FolderEvents = {
  looksWhenBusy: true,
  hearsFiles: true,
  open(folder, listener) {
    const events = inotifyEvents.open(folder, listener);
    opened += 1;
    return {
      close: () => {
        closed += 1;
        return events.close();
      },
    };
  },
};

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'bustle-')));
  for (const name of FILES) writeFileSync(join(root, name), '');
  opened = 0;
  closed = 0;
});

afterEach(async () => {
  await hearing.close();
  rmSync(root, { recursive: true, force: true });
});

/** Fast enough on a slow machine, too. */
async function write(isEnough: () => boolean, also: (turn: number) => void = () => undefined): Promise<void> {
  for (let turn = 0; !isEnough(); turn += 1) {
    for (let line = 0; line < 5; line += 1) {
      for (const name of FILES) appendFileSync(join(root, name), `${turn}\n`);
    }
    also(turn);
    await pause(3);
  }
}

function after(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() > end;
}

/** What one knows who looks at a name when it is told, and at all when anything may have changed. */
class Reader {
  readonly known = new Map<string, number>();
  #next = 0;

  read(): void {
    for (const { name } of hearing.changes.slice(this.#next)) {
      for (const each of name === null ? readdirSync(root) : [name]) {
        const stats = statSync(join(root, each), { throwIfNoEntry: false });
        if (stats === undefined) this.known.delete(each);
        else this.known.set(each, stats.size);
      }
    }
    this.#next = hearing.changes.length;
  }

  knowsAll(): boolean {
    this.read();
    const sizes = readdirSync(root).map((name) => [name, statSync(join(root, name)).size] as const);
    return sizes.length === this.known.size && sizes.every(([name, size]) => this.known.get(name) === size);
  }
}

describe.runIf(process.platform === 'linux')('a folder that is written in very fast', () => {
  test('is looked at meanwhile, and heard again afterwards', async () => {
    hearing = new Hearing({ events: counted });
    hearing.watch.setFolders([root]);
    await write(() => closed === 1);
    expect(opened).toBe(1);
    hearing.changes.length = 0;
    const since = performance.now();
    await write(after(1000));
    const looks = (performance.now() - since) / LOOKS;
    expect([opened, closed]).toEqual([1, 1]);
    expect(hearing.by(root)).toBe('events');
    expect(hearing.names(root)).toEqual(new Set(FILES));
    // Each of them is told some times a second, and not with every line.
    expect(hearing.changes.length).toBeGreaterThan(2 * FILES.length);
    expect(hearing.changes.length).toBeLessThanOrEqual((looks + 2) * FILES.length);
    await until(() => opened === 2);
    await hearing.silence();
    appendFileSync(join(root, 'errors.log'), 'x');
    await until(() => hearing.names(root).has('errors.log'));
    expect([opened, closed]).toEqual([2, 1]);
  });

  test('loses nothing: when it ends, when it begins, when files are rolled', async () => {
    hearing = new Hearing({ events: counted });
    hearing.watch.setFolders([root]);
    const reader = new Reader();
    for (const name of FILES) reader.known.set(name, 0);
    for (let round = 0; round < 4; round += 1) {
      await write(after(700 + 130 * round), (turn) => {
        reader.read();
        if (turn % 40 === 20) renameSync(join(root, FILES[0] ?? ''), join(root, `rolled.${round}.${turn}`));
        if (turn % 40 === 30) unlinkSync(join(root, FILES[1] ?? ''));
        if (turn % 50 === 10) writeFileSync(join(root, `seldom.${turn}`), 'x');
        if (turn % 50 === 11) appendFileSync(join(root, `seldom.${turn - 1}`), 'y');
      });
      await until(() => reader.knowsAll());
      // Every other time it begins anew.
      if (round % 2 === 0) await until(() => opened > closed);
    }
    expect(closed).toBeGreaterThan(1);
  });

  test('is heard again at once when it is another folder', async () => {
    hearing = new Hearing({ events: counted });
    hearing.watch.setFolders([root]);
    await write(() => closed === 1);
    rmSync(root, { recursive: true });
    await until(() => hearing.by(root) === 'absent');
  });

  test('stays with events where it holds very many files', async () => {
    for (let number = 0; number < 300; number += 1) writeFileSync(join(root, `${number}.log`), '');
    hearing = new Hearing({ events: counted });
    hearing.watch.setFolders([root]);
    await write(after(700));
    expect([opened, closed]).toEqual([1, 0]);
    expect(hearing.names(root)).toEqual(new Set(FILES));
  });
});
