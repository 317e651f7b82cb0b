import type { Layout } from './layout.ts';
import type { Place } from './place.ts';
import type { Folder, Tree } from './tree.ts';

/** Bounds of the look for relocated installs. */
const MOST_PROGRAMS = 200;
const MOST_IN_PROGRAM = 50;

/**
 * Folders of such a name beside the binaries of a relocated agent that hold one of these files. It keeps its settings
 * in `configuration`, and further authorities in `certs` (`constants_unix.go`).
 */
export function relocatedFolders(
  tree: Tree,
  layout: Layout,
  name: 'configuration' | 'certs',
  files: readonly string[],
): Folder[] {
  return layout.relocated.flatMap((path) => {
    const programs = foldersIn(tree, tree.at(path), MOST_PROGRAMS);
    const parts = programs.flatMap((place) => foldersIn(tree, place, MOST_IN_PROGRAM));
    const beside = parts.filter(({ shown }) => shown.endsWith(`/${name}`));
    const below = parts.slice(0, MOST_PROGRAMS).map((place) => tree.below(place, name));
    return [...beside, ...below]
      .map((place) => tree.folder(place))
      .filter((folder) => files.some((file) => tree.child(folder, file) !== null));
  });
}

function foldersIn(tree: Tree, place: Place, most: number): Place[] {
  const folders = tree.folder(place).entries.filter((entry) => entry.type === 'folder');
  return folders.slice(0, most).map((entry) => tree.below(place, entry.name));
}
