import { type Entry, FilesError } from '../platform/files.ts';
import { agentLogs } from './agent-logs.ts';
import { baseOf } from './base.ts';
import { layoutOf, type StateFile } from './layout.ts';
import { liveNodeId } from './live-node.ts';
import { nodeFolders } from './node-folders.ts';
import { otherLogs } from './other-logs.ts';
import type { Place } from './place.ts';
import { type Run, type RunContent, readRunFolder } from './run-folder.ts';
import { readSettings } from './settings.ts';
import type { RunFolder, Source, TreeOptions } from './source.ts';
import { stateFiles } from './state-files.ts';
import { Tree } from './tree.ts';

/** A node whose runs are followed. */
export interface FollowedNode {
  readonly nodeId: string;
  /** The folder that all runs have in common. */
  readonly runs: Place;
  /** The agent keeps a file for each document here while it is at work. */
  readonly current: Place;
}

/** Where something changes while the agent works. */
export interface FollowedPlaces {
  /** Folders of logs that are written to. */
  readonly logs: readonly Place[];
  /** Folders of the patch payload's own state. */
  readonly states: readonly Place[];
  readonly nodes: readonly FollowedNode[];
}

/** A run whose folder is there. */
export interface FollowedRun extends RunContent {
  /** Native paths of the folders in which it writes, from its own on; a few. */
  readonly folders: readonly string[];
}

/** A log that is listed, and not read. */
const NOT_READ = 'audit-log';

/** What is looked at again and again on a node whose agent is at work; never throws for what it finds. */
export class FollowedFiles {
  readonly #options: TreeOptions;
  /** Null until something of an instance is there. */
  #base: Place | null = null;

  constructor(options: TreeOptions) {
    this.#options = options;
  }

  /** The places, as the agent's settings are now. Those that are not there yet are among them. */
  places(): FollowedPlaces {
    const tree = this.#tree();
    const layout = layoutOf(this.#options.platform);
    const settings = readSettings(tree, layout);
    const usual = tree.firstFolder(layout.logs)?.place ?? tree.at(layout.logs[0] ?? '');
    const moved = settings.movedLogs.map(({ folder }) => tree.at(folder));
    const payload = layout.otherLogs
      .filter(({ followed }) => followed === true)
      .flatMap(({ folders }) => folders.map((folder) => tree.at(folder)));
    const data = tree.firstFolder(layout.data);
    const liveId = liveNodeId(tree, stateFiles(tree, layout));
    const nodes = data === null ? [] : nodeFolders(tree, data);
    return {
      logs: unique([usual, ...moved, ...payload]),
      states: unique(
        layout.stateFiles.filter(isOfPatching).map(({ paths: [path = ''] }) => folderOf(tree, path)),
      ),
      nodes: nodes
        .filter(({ nodeId }) => liveId === null || tree.isSameName(nodeId, liveId))
        .map(({ nodeId, place }) => ({
          nodeId,
          runs: tree.at(`document/${settings.orchestration}`, place),
          current: tree.at('document/state/current', place),
        })),
    };
  }

  /** The logs that are there, of one series the oldest first. */
  logs(): Source[] {
    const tree = this.#tree();
    const layout = layoutOf(this.#options.platform);
    const { movedLogs } = readSettings(tree, layout);
    const payload = layout.otherLogs.filter(({ followed }) => followed === true);
    return [
      ...agentLogs(tree, tree.firstFolder(layout.logs), movedLogs, null),
      ...otherLogs(tree, { ...layout, otherLogs: payload }, { since: null, maxRuns: MOST_LOGS }),
    ].filter(({ kind }) => kind !== NOT_READ);
  }

  /** What tells about the node, and how it stands with its patches. */
  states(): Source[] {
    const tree = this.#tree();
    const layout = layoutOf(this.#options.platform);
    return [...stateFiles(tree, layout), ...readSettings(tree, layout).sources];
  }

  /** Names in the folder of runs, or in another one; nothing where it is not there. */
  names(place: Place): readonly string[] {
    return this.#tree().names(place);
  }

  /** The folder of a run, or of all runs of an association, with the names in it; null while there is none. */
  folder(
    { runs, nodeId }: FollowedNode,
    { documentId, runId }: Pick<RunFolder, 'documentId' | 'runId'>,
  ): Run | null {
    const tree = this.#tree();
    const document = tree.below(runs, documentId);
    const place = runId === null ? document : tree.below(document, runId);
    const entry = this.look(place.path);
    if (entry?.type !== 'folder') return null;
    const { entries } = tree.folder(place);
    return { documentId, runId, place, modified: entry.modified, nodeId, entries };
  }

  /** What is in the folder of a run. */
  content(run: Run): FollowedRun {
    const folders: string[] = [];
    const content = readRunFolder(this.#tree(), run, (path) => folders.push(path));
    return { ...content, folders: folders.slice(0, MOST_FOLDERS) };
  }

  /** Facts about what stands at a path; null where nothing can be seen there. */
  look(path: string): Entry | null {
    try {
      return this.#options.files.find(path);
    } catch (error) {
      if (error instanceof FilesError) return null;
      throw error;
    }
  }

  /** A tree notes what it could not read, so that it lives only as long as a look. */
  #tree(): Tree {
    const { files, platform } = this.#options;
    if (this.#base === null) {
      const { place, hasLayout } = baseOf(this.#options);
      if (!hasLayout) return new Tree(files, place, platform === 'windows');
      this.#base = place;
    }
    return new Tree(files, this.#base, platform === 'windows');
  }
}

/** A run of a few steps has not more. */
const MOST_FOLDERS = 12;

/** Logs of patch runs on Windows, one file for each. */
const MOST_LOGS = 20;

function isOfPatching({ kind }: StateFile): boolean {
  return kind === 'patch-states' || kind === 'patch-inventory';
}

function folderOf(tree: Tree, path: string): Place {
  return tree.at(path.slice(0, path.lastIndexOf('/')));
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.path, place])).values()];
}
