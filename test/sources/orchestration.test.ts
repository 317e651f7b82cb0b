import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import type { Files, FolderEntry } from '../../src/platform/files.ts';
import { FilesError } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { discover } from '../../src/sources/discover.ts';
import { type MemoryEntry, memoryFiles } from '../support/memory-files.ts';
import { ASSOCIATION, discoverIn, NODE, skipsOf, writeTree } from './a-tree.ts';

const RUNS = `var/lib/amazon/ssm/${NODE}/document/orchestration`;
const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1);

function commandId(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-000000000000`;
}

function runId(time: number): string {
  return new Date(time).toISOString().replaceAll(':', '-');
}

/** Files that count what is asked of them. */
function counting(inner: Files) {
  const calls = { list: 0, listEntries: 0, look: 0, open: 0 };
  const counted = <Argument, Answer>(name: keyof typeof calls, call: (argument: Argument) => Answer) => {
    return (argument: Argument): Answer => {
      calls[name] += 1;
      return call(argument);
    };
  };
  const files: Files = {
    list: counted('list', (folder: string) => inner.list(folder)),
    listEntries: counted('listEntries', (folder: string) => inner.listEntries(folder)),
    look: counted('look', (path: string) => inner.look(path)),
    find: counted('look', (path: string) => inner.find(path)),
    resolve: (path) => inner.resolve(path),
    open: counted('open', (path: string) => inner.open(path)),
  };
  return { files, calls };
}

/** A tree with so many commands, one a minute, each with both outputs of one step; only what is asked for is made. */
function manyCommands(count: number): Files {
  const root = `/copy/${RUNS}`;
  const tree: Record<string, MemoryEntry> = { [`${root}/`]: '' };
  const inner = memoryFiles(tree);
  const folder = (name: string): FolderEntry => ({ name, type: 'folder' });
  const numberOf = (path: string): number =>
    Number.parseInt(path.slice(root.length + 1, root.length + 9), 16);
  const isRun = (path: string): boolean => path.startsWith(`${root}/`);
  return {
    ...{ resolve: (path) => path, open: inner.open.bind(inner), find: inner.find.bind(inner) },
    list(path) {
      return path === root ? Array.from({ length: count }, (_, i) => commandId(i)) : inner.list(path);
    },
    listEntries(path) {
      if (!isRun(path)) return inner.listEntries(path);
      const depth = path.slice(root.length + 1).split('/').length;
      if (depth === 1) return [folder('awsrunShellScript'), folder('PatchLinux')];
      return depth === 2
        ? [folder('PatchLinux')]
        : [
            { name: 'stdout', type: 'file' },
            { name: 'stderr', type: 'file' },
          ];
    },
    look(path) {
      if (!isRun(path)) return inner.look(path);
      const type = /std(?:out|err)$/.test(path) ? 'file' : 'folder';
      return { type, size: 1, modified: START + numberOf(path) * 60_000, identity: path };
    },
  };
}

describe('the choice of runs', () => {
  test('takes the newest, whether commands or runs of associations, and gives them oldest first', () => {
    const files = Object.fromEntries(
      [1, 3, 5].map((day) => [
        `${RUNS}/${ASSOCIATION}/${runId(START + day * DAY)}/p/s/stdout`,
        { text: 'x', at: new Date(START + day * DAY).toISOString() },
      ]),
    );
    const discovery = discoverIn(writeTree(files), 'linux', { maxRuns: 2 });
    expect(discovery.runs.map((run) => [run.documentId, run.runId, run.modified])).toEqual(
      [3, 5].map((day) => [ASSOCIATION, runId(START + day * DAY), START + day * DAY]),
    );
    expect(discovery.sources.map((source) => source.output?.runId)).toEqual(
      [3, 5].map((day) => runId(START + day * DAY)),
    );
    expect(discovery.skipped).toMatchObject([
      { reason: 'entry-limit', file: `/${RUNS}`, detail: expect.stringContaining('1 older') },
    ]);
  });

  test('leaves out runs before the window without opening their folders', () => {
    const { files, calls } = counting(manyCommands(1000));
    const since = START + 990 * 60_000;
    const discovery = discover({ files, root: '/copy', platform: 'linux', since, maxRuns: 500 });
    expect(discovery.runs.map((run) => run.documentId)).toEqual(
      Array.from({ length: 10 }, (_, i) => commandId(990 + i)),
    );
    expect(skipsOf(discovery)).toEqual([`older-than-window /${RUNS}`]);
    expect(discovery.skipped[0]?.detail).toContain('990');
    expect(calls.listEntries).toBeLessThan(60);
  });

  test('of half a million opens no more folders than it reads', () => {
    const { files, calls } = counting(manyCommands(500_000));
    const discovery = discover({ files, root: '/copy', platform: 'linux', since: null, maxRuns: 100 });
    expect(discovery.runs).toHaveLength(100);
    expect(discovery.runs[0]?.documentId).toBe(commandId(499_900));
    expect(discovery.runRoot).toEqual({ shown: `/${RUNS}`, total: 500_000 });
    expect(discovery.skipped).toMatchObject([
      { reason: 'entry-limit', detail: expect.stringContaining('499900') },
    ]);
    expect(calls.list).toBe(1);
    expect(calls.look).toBeLessThan(501_000);
    expect(calls.listEntries).toBeLessThan(600);
    expect(calls.open).toBe(0);
  });

  test('of half a million runs of one association looks at none that it does not read', () => {
    const root = `/copy/${RUNS}/${ASSOCIATION}`;
    const inner = memoryFiles({ [`${root}/`]: '' });
    const { files, calls } = counting({
      resolve: inner.resolve.bind(inner),
      open: inner.open.bind(inner),
      list: inner.list.bind(inner),
      look: inner.look.bind(inner),
      find: inner.find.bind(inner),
      listEntries(path) {
        if (path !== root) return path.startsWith(root) ? [] : inner.listEntries(path);
        return Array.from({ length: 500_000 }, (_, i) => ({
          name: runId(START + i * 60_000),
          type: 'folder',
        }));
      },
    });
    const discovery = discover({ files, root: '/copy', platform: 'linux', since: null, maxRuns: 10 });
    expect(discovery.runs.at(-1)?.runId).toBe(runId(START + 499_999 * 60_000));
    expect(discovery.runs).toHaveLength(10);
    expect(calls.look + calls.listEntries).toBeLessThan(60);
  });

  test('costs two listings and three looks a run', () => {
    const { files, calls } = counting(manyCommands(1000));
    const confined = confinedFiles(files, '/copy');
    const discovery = discover({
      files: confined,
      root: '/copy',
      platform: 'linux',
      since: null,
      maxRuns: 1000,
    });
    expect(discovery.sources).toHaveLength(2000);
    expect(calls.listEntries).toBeLessThan(2050);
    expect(calls.look).toBeLessThan(3050);
  });
});

test('a run that goes while it is read is no failure', () => {
  const root = writeTree({ [`${RUNS}/${commandId(1)}/awsrunShellScript/s/stdout`]: 'x' });
  const inner = nodeFiles();
  const files: Files = {
    ...inner,
    listEntries(folder) {
      if (folder.endsWith('awsrunShellScript')) throw new FilesError('ENOENT', folder);
      return inner.listEntries(folder);
    },
  };
  const discovery = discover({ files, root, platform: 'linux', since: null, maxRuns: 10 });
  expect(discovery).toMatchObject({ sources: [], skipped: [], runs: [{ documentId: commandId(1) }] });
});
