import type { Layout, OtherLogs } from './layout.ts';
import { collectSeries, isOlder, skipOlder } from './log-series.ts';
import type { Source } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** Logs of the system repeat for months; the agent's part of them is in its own logs. */
const MOST_ROLLS = 4;
const MOST_OTHERS = 20;

/** Logs of the system and of package managers. */
export function otherLogs(tree: Tree, layout: Layout, since: number | null): Source[] {
  const folders = new Map<string, Folder | null>();
  const sources: Source[] = [];
  for (const logs of layout.otherLogs) {
    const key = logs.folders.join();
    const folder = folders.get(key) ?? tree.firstFolder(logs.folders);
    folders.set(key, folder);
    if (folder === null) continue;
    for (const place of logs.eachWith === undefined ? [folder] : eachWith(tree, folder, logs.eachWith))
      sources.push(...logsIn(tree, place, logs, since));
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

function logsIn(
  tree: Tree,
  folder: Folder,
  { kind, names, pattern }: OtherLogs,
  since: number | null,
): Source[] {
  const series = names.map((name) => ({ kind, name, oldest: 'highest', most: MOST_ROLLS }) as const);
  const named = collectSeries(tree, folder, series, since);
  if (pattern === null) return named;
  const matching = folder.entries.filter((entry) => entry.type !== 'folder' && pattern.test(entry.name));
  if (matching.length > MOST_OTHERS) {
    tree.skip(folder.place, kind, 'entry-limit', `${matching.length - MOST_OTHERS} further files`);
  }
  for (const name of matching
    .map((entry) => entry.name)
    .toSorted()
    .slice(-MOST_OTHERS)) {
    const place = tree.below(folder.place, name);
    const source = tree.source(kind, place);
    if (source === null) continue;
    if (isOlder(source, since)) skipOlder(tree, place, source);
    else named.push(source);
  }
  return named;
}
