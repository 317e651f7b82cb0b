import { type FoundRuns, newestRuns } from './orchestration.ts';
import type { Place } from './place.ts';
import type { DiscoveryOptions, Source } from './source.ts';
import type { Folder, Tree } from './tree.ts';

export interface NodeFolder {
  readonly nodeId: string;
  readonly place: Place;
}

const NODE_ID = /^m?i-[0-9a-z]{3,}$/i;
const CUSTOM_INVENTORY = /\.json$/;
const MOST_STATES = 500;
const MOST_INVENTORIES = 100;
/** Finished documents leave no state; what is in these was not finished. */
const STATES = ['pending', 'current', 'corrupt'];
/** What the agent keeps beside the folders of nodes where both have one root (Linux). */
const NO_NODES = new Set([
  'daemons',
  'download',
  'ipc',
  'localcommands',
  'locks',
  'manifests',
  'packages',
  'plugins',
  'runtimeconfig',
  'update',
  'Vault',
]);

/** The folders of nodes in a data root. Ids of other shapes (ECS tasks) are known by what is in their folder. */
export function nodeFolders(tree: Tree, data: Folder): NodeFolder[] {
  const nodes: NodeFolder[] = [];
  for (const { name, type } of data.entries) {
    if (type !== 'folder' && type !== 'link') continue;
    if (NO_NODES.has(name)) continue;
    const place = tree.below(data.place, name);
    if (NODE_ID.test(name) || tree.child(tree.folder(place), 'document') !== null)
      nodes.push({ nodeId: name, place });
  }
  return nodes.sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
}

/** State of unfinished documents, and custom inventory. */
export function nodeState(tree: Tree, node: NodeFolder): Source[] {
  const states = STATES.flatMap((name) =>
    filesIn(tree, node, `document/state/${name}`, /./, MOST_STATES, 'document-state'),
  );
  const inventory = filesIn(
    tree,
    node,
    'inventory/custom',
    CUSTOM_INVENTORY,
    MOST_INVENTORIES,
    'custom-inventory',
  );
  return [...states, ...inventory];
}

export interface NodeRuns extends FoundRuns {
  /** The folder that holds them. */
  readonly root: Place;
}

export function nodeRuns(
  tree: Tree,
  node: NodeFolder,
  folderName: string,
  options: DiscoveryOptions,
): NodeRuns {
  const root = tree.at(`document/${folderName}`, node.place);
  const { since, maxRuns } = options;
  return { root, ...newestRuns(tree, root, { nodeId: node.nodeId, since, maxRuns }) };
}

function filesIn(
  tree: Tree,
  node: NodeFolder,
  path: string,
  names: RegExp,
  most: number,
  kind: 'document-state' | 'custom-inventory',
): Source[] {
  const place = tree.at(path, node.place);
  const found = tree
    .folder(place)
    .entries.filter((entry) => entry.type !== 'folder' && names.test(entry.name));
  if (found.length > most) tree.skip(place, kind, 'entry-limit', `${found.length - most} further files`);
  const chosen = found
    .map((entry) => entry.name)
    .toSorted()
    .slice(0, most);
  const context = { nodeId: node.nodeId, output: null };
  return chosen
    .map((name) => tree.source(kind, tree.below(place, name), context))
    .filter((source) => source !== null);
}
