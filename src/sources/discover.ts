import { agentLogs } from './agent-logs.ts';
import { baseOf } from './base.ts';
import { type Layout, layoutOf } from './layout.ts';
import { liveNodeId, nodeIdsOf } from './live-node.ts';
import { looseFiles } from './loose.ts';
import { inReadingOrder } from './loose-order.ts';
import { type NodeFolder, type NodeRuns, nodeFolders, nodeRuns, nodeState } from './node-folders.ts';
import { otherLogs } from './other-logs.ts';
import { patchLeftovers } from './patch-leftovers.ts';
import { type Run, type RunContent, readRunFolder } from './run-folder.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Discovery, DiscoveryOptions, RunRoot, Source } from './source.ts';
import { stateFiles } from './state-files.ts';
import { Tree } from './tree.ts';

/**
 * Finds what there is to read under a root. Reads names and a few small settings; of loose files, whose places say
 * nothing, also the beginnings. Never throws for what it finds or what is refused.
 */
export function discover(options: DiscoveryOptions): Discovery {
  const base = baseOf(options);
  const tree = new Tree(options.files, base.place, options.platform === 'windows');
  return base.hasLayout ? discoverLayout(tree, options) : discoverLoose(tree, options);
}

function discoverLayout(tree: Tree, options: DiscoveryOptions): Discovery {
  const layout = layoutOf(options.platform);
  const settings = readSettings(tree, layout);
  const logFolder = tree.firstFolder(layout.logs);
  const leftovers = logFolder === null ? [] : patchLeftovers(tree, logFolder);
  const state = [...stateFiles(tree, layout), ...leftovers, ...settings.sources];
  const logs = agentLogs(tree, logFolder, settings.movedLogs, options.since);
  const data = tree.firstFolder(layout.data);
  const nodes = data === null ? [] : nodeFolders(tree, data);
  const liveId = liveNodeId(tree, state);
  const read = nodes.filter((node) => isRead(tree, node, liveId));
  const found = read.map((node) => runsOf(tree, node, settings, options));
  const runs = readRuns(
    tree,
    found.flatMap((node) => node.runs),
  );
  return {
    sources: [
      ...state,
      ...read.flatMap((node) => nodeState(tree, node)),
      ...logs,
      ...otherLogs(tree, layout, options),
      ...runs.flatMap((run) => run.outputs),
    ],
    runs: runs.map((run) => run.folder),
    runRoot: largestOf(found),
    skipped: tree.skipped,
    nodeIds: nodeIdsOf(nodes, liveId),
    hasAgent: hasTraces(tree, layout) || [...state, ...logs].some(isOfAgent),
    hasProgram: settings.isRelocated || layout.programs.some((path) => tree.look(tree.at(path)) !== null),
  };
}

function discoverLoose(tree: Tree, options: DiscoveryOptions): Discovery {
  const loose = looseFiles(tree, options);
  const runs = readRuns(tree, loose.runs);
  const files = inReadingOrder(loose.sources);
  const sources = [...files, ...runs.flatMap((run) => run.outputs)];
  return {
    sources,
    runs: runs.map((run) => run.folder),
    runRoot: null,
    skipped: tree.skipped,
    nodeIds: nodeIdsOf([...files, ...loose.runs], liveNodeId(tree, files)),
    hasAgent: runs.length > 0 || files.some(isOfAgent),
    hasProgram: false,
  };
}

/** Folders of other nodes stay behind in images and after a new registration; their runs say nothing of this one. */
function isRead(tree: Tree, node: NodeFolder, liveId: string | null): boolean {
  if (liveId === null || tree.isSameName(node.nodeId, liveId)) return true;
  tree.skip(node.place, 'folder', 'other-node', `of ${node.nodeId}; this node is ${liveId}`);
  return false;
}

function largestOf(found: readonly NodeRuns[]): RunRoot | null {
  const [largest] = found.toSorted((a, b) => b.total - a.total);
  return largest === undefined ? null : { shown: largest.root.shown, total: largest.total };
}

function runsOf(tree: Tree, node: NodeFolder, settings: Settings, options: DiscoveryOptions): NodeRuns {
  if (settings.cleanup !== null) tree.skip(node.place, 'step-output', 'rotated-away', settings.cleanup);
  return nodeRuns(tree, node, settings.orchestration, options);
}

function readRuns(tree: Tree, runs: readonly Run[]): RunContent[] {
  const oldestFirst = runs.toSorted(
    (a, b) => a.modified - b.modified || (a.place.path < b.place.path ? -1 : 1),
  );
  return oldestFirst.map((run) => readRunFolder(tree, run));
}

function hasTraces(tree: Tree, { traces, logs, program, data }: Layout): boolean {
  return [...traces, ...logs, ...program, ...data].some((path) => tree.look(tree.at(path)) !== null);
}

function isOfAgent({ kind }: Source): boolean {
  return ![
    'install-history',
    'login-records',
    'os-release',
    'package-log',
    'system-log',
    'time-zone',
  ].includes(kind);
}
