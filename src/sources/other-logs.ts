import type { Layout, OtherLogs } from './layout.ts';
import { collectSeries, isOlder, skipOlder } from './log-series.ts';
import type { DiscoveryOptions, Source } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** Logs of the system repeat for months; the agent's part of them is in its own logs. */
const MOST_ROLLS = 4;
const MOST_OTHERS = 20;

type Limits = Pick<DiscoveryOptions, 'since' | 'maxRuns'>;

/** Logs of the system and of package managers. */
export function otherLogs(tree: Tree, layout: Layout, limits: Limits): Source[] {
  const folders = new Map<string, Folder | null>();
  const sources: Source[] = [];
  for (const logs of layout.otherLogs) {
    const key = logs.folders.join();
    const folder = folders.get(key) ?? tree.firstFolder(logs.folders);
    folders.set(key, folder);
    if (folder === null) continue;
    for (const place of logs.eachWith === undefined ? [folder] : eachWith(tree, folder, logs.eachWith))
      sources.push(...logsIn(tree, place, logs, limits));
  }
  return sources;
}

/** The folders of this name in the folders of runs, the oldest run first. */
function eachWith(tree: Tree, folder: Folder, name: string): Folder[] {
  const runs = folder.entries
    .filter((entry) => entry.type === 'folder')
    .map((entry) => tree.below(folder.place, entry.name))
    .map((place) => ({ place, modified: tree.look(place)?.modified ?? 0 }))
    .toSorted((a, b) => a.modified - b.modified);
  return runs
    .slice(-MOST_OTHERS)
    .map(({ place }) => tree.child(tree.folder(place), name))
    .filter((place) => place !== null)
    .map((place) => tree.folder(place));
}

function logsIn(tree: Tree, folder: Folder, logs: OtherLogs, { since, maxRuns }: Limits): Source[] {
  const { kind, names, pattern } = logs;
  const series = names.map((name) => ({ kind, name, oldest: 'highest', most: MOST_ROLLS }) as const);
  const named = collectSeries(tree, folder, series, since);
  if (pattern === null) return named;
  return [...named, ...matching(tree, folder, logs, pattern, { since, maxRuns })];
}

/** Files of a folder by a pattern of their names, the newest ones, oldest first. */
function matching(
  tree: Tree,
  folder: Folder,
  { kind, perRun }: OtherLogs,
  pattern: RegExp,
  { since, maxRuns }: Limits,
): Source[] {
  const all = folder.entries
    .filter((entry) => entry.type !== 'folder' && pattern.test(entry.name))
    .map(({ name }) => tree.below(folder.place, name));
  const sources: Source[] = [];
  for (const place of all) {
    const source = tree.source(kind, place);
    if (source === null) continue;
    if (isOlder(source, since)) skipOlder(tree, place, source);
    else sources.push(source);
  }
  const most = perRun === true ? maxRuns : MOST_OTHERS;
  if (sources.length > most) {
    tree.skip(folder.place, kind, 'entry-limit', `${sources.length - most} further files`);
  }
  return sources
    .toSorted((a, b) => a.entry.modified - b.entry.modified || (a.shown < b.shown ? -1 : 1))
    .slice(Math.max(0, sources.length - most));
}
