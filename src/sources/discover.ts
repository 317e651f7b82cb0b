import { agentLogs } from './agent-logs.ts';
import { baseOf } from './base.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type NodeFolder, nodeFolders, nodeRuns, nodeState } from './node-folders.ts';
import { otherLogs } from './other-logs.ts';
import { readRunFolder } from './run-folder.ts';
import type { Discovery, DiscoveryOptions, Source } from './source.ts';
import { headOf } from './text-file.ts';
import { Tree } from './tree.ts';

const STATE_HEAD = 64 * 1024;
const ORCHESTRATION = 'orchestration';

/** Finds what there is to read under a root. Reads names and a few small settings, no content of logs. */
export function discover(options: DiscoveryOptions): Discovery {
  const layout = layoutOf(options.platform);
  const base = baseOf(options.files, options.root, options.platform);
  const tree = new Tree(options.files, base, options.platform === 'windows');
  const state = stateFiles(tree, layout);
  const liveId = liveNodeId(tree, state);
  const data = tree.firstFolder(layout.data);
  const nodes = data === null ? [] : nodeFolders(tree, data);
  const read = nodes.filter((node) => isRead(tree, node, liveId));
  const logFolder = tree.firstFolder(layout.logs);
  const logs = logFolder === null ? [] : agentLogs(tree, logFolder, options.since);
  const runs = read
    .flatMap((node) => nodeRuns(tree, node, ORCHESTRATION, options))
    .sort((a, b) => a.modified - b.modified)
    .map((run) => readRunFolder(tree, run));
  const sources = [
    ...state,
    ...read.flatMap((node) => nodeState(tree, node)),
    ...logs,
    ...otherLogs(tree, layout, options.since),
    ...runs.flatMap((run) => run.outputs),
  ];
  return {
    sources,
    runs: runs.map((run) => run.folder),
    skipped: tree.skipped,
    nodeIds: nodeIdsOf(nodes, liveId),
    hasAgent: logs.length > 0 || nodes.length > 0 || liveId !== null,
  };
}

function stateFiles(tree: Tree, layout: Layout): Source[] {
  const sources: Source[] = [];
  for (const { kind, paths } of layout.stateFiles) {
    for (const path of paths) {
      const source = tree.source(kind, tree.at(path));
      if (source === null) continue;
      sources.push(source);
      break;
    }
  }
  return sources;
}

/** Folders of other nodes stay behind in images and after a new registration; their runs say nothing of this one. */
function isRead(tree: Tree, node: NodeFolder, liveId: string | null): boolean {
  if (liveId === null || node.nodeId === liveId) return true;
  tree.skip(node.place, 'folder', 'other-node', `runs of ${node.nodeId}; this node is ${liveId}`);
  return false;
}

function liveNodeId(tree: Tree, state: readonly Source[]): string | null {
  return (
    idIn(tree, state, 'identity-config', 'InstanceId') ?? idIn(tree, state, 'registration', 'ManagedInstanceID')
  );
}

function idIn(tree: Tree, state: readonly Source[], kind: Source['kind'], key: string): string | null {
  const source = state.find((candidate) => candidate.kind === kind);
  const text = source === undefined ? null : headOf(tree.files, source.path, STATE_HEAD);
  return text === null ? null : (new RegExp(`"${key}"\\s*:\\s*"([^"\\s]{3,256})"`).exec(text)?.[1] ?? null);
}

function nodeIdsOf(nodes: readonly NodeFolder[], liveId: string | null): string[] {
  const others = nodes.map((node) => node.nodeId).filter((id) => id !== liveId);
  return liveId === null ? others : [liveId, ...others];
}
