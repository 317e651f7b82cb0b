import type { Source } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/**
 * The payload notes when it asked for a restart: named after the folder beside it, without a separator. The number is
 * the exit status of the run.
 */
const REBOOT_REQUEST = /^patch-baseline-operations-reboot-19[456]timestamp$/;

/** Folders to which the payload moves repository files for the time of a run; that of apt holds one per snapshot. */
const MOVED = new Set(['yum-configuration', 'zypp-configuration', 'apt-configuration']);
const REPOSITORY = /\.(?:repo|list|sources)$/;
const MOST_MOVED = 5;
const DEEPEST = 3;

/** What a patch run left in the folder of the agent's logs for itself, and did not take away. */
export function patchLeftovers(tree: Tree, logs: Folder): Source[] {
  const found: (Source | null)[] = [];
  for (const { name, type } of logs.entries) {
    const place = tree.below(logs.place, name);
    if (type === 'file' && REBOOT_REQUEST.test(name)) found.push(tree.source('reboot-request', place));
    if (type === 'folder' && MOVED.has(name)) found.push(...movedRepositories(tree, tree.folder(place)));
  }
  return found.filter((source) => source !== null);
}

/** Some of the repository files are enough. */
function movedRepositories(tree: Tree, folder: Folder): Source[] {
  const found: Source[] = [];
  const pending = [{ folder, depth: 0 }];
  for (const { folder: open, depth } of pending) {
    for (const { name, type } of open.entries) {
      if (found.length >= MOST_MOVED) return found;
      const below = tree.below(open.place, name);
      if (type === 'folder' && depth < DEEPEST)
        pending.push({ folder: tree.folder(below), depth: depth + 1 });
      const source = type === 'file' && REPOSITORY.test(name) ? tree.source('moved-repository', below) : null;
      if (source !== null) found.push(source);
    }
  }
  return found;
}
