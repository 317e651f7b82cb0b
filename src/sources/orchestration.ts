import { isRunId, parseRunId } from '../../parsers/run-id.ts';
import type { FolderEntry } from '../platform/files.ts';
import type { Place } from './place.ts';
import type { Run } from './run-folder.ts';
import type { Tree } from './tree.ts';

/** A folder directly below the orchestration root: a command, or an association with its runs. */
interface Candidate {
  readonly documentId: string;
  readonly place: Place;
  readonly modified: number;
}

export interface OrchestrationOptions {
  readonly nodeId: string | null;
  readonly since: number | null;
  readonly maxRuns: number;
}

export interface FoundRuns {
  readonly runs: Run[];
  /** Runs that there are, as far as folders were opened to tell; a folder that was not counts for one. */
  readonly total: number;
}

/**
 * Chooses the newest runs below an orchestration root, in no order. The root is listed once and each of its folders
 * looked at once; folders that did not change since the window began are not opened, and the search ends where no
 * remaining folder can hold a newer run.
 */
export function newestRuns(tree: Tree, root: Place, options: OrchestrationOptions): FoundRuns {
  const chosen = new NewestRuns(options.maxRuns);
  let older = 0;
  let left = 0;
  for (const candidate of candidatesIn(tree, root)) {
    if (options.since !== null && candidate.modified < options.since) older += 1;
    else if (chosen.isFullBefore(candidate.modified)) left += 1;
    else older += addRuns(tree, candidate, options, chosen);
  }
  const runs = chosen.runs();
  left += chosen.dropped;
  if (older > 0) tree.skip(root, 'step-output', 'older-than-window', `${older} folders of older runs`);
  if (left > 0) {
    const detail = `${left} older runs; only the newest ${options.maxRuns} are read`;
    tree.skip(root, 'step-output', 'entry-limit', detail);
  }
  return { runs, total: runs.length + older + left };
}

function candidatesIn(tree: Tree, root: Place): Candidate[] {
  const candidates: Candidate[] = [];
  for (const name of tree.names(root)) {
    const place = tree.below(root, name);
    const entry = tree.look(place);
    // A link is listed like a folder, if it leads to one inside the root.
    if (entry?.type === 'folder' || entry?.type === 'link')
      candidates.push({ documentId: name, place, modified: entry.modified });
  }
  return candidates.sort((a, b) => b.modified - a.modified);
}

/** Adds the run of a command, or the runs of an association; returns how many are older than the window. */
function addRuns(
  tree: Tree,
  candidate: Candidate,
  { nodeId, since }: OrchestrationOptions,
  into: NewestRuns,
): number {
  const { documentId, place, modified } = candidate;
  const { entries } = tree.folder(place);
  const isRun = ({ name, type }: FolderEntry): boolean => type === 'folder' && isRunId(name);
  let older = 0;
  for (const { name } of entries.filter(isRun)) {
    const at = parseRunId(name) ?? modified;
    const run = {
      documentId,
      runId: name,
      place: tree.below(place, name),
      modified: at,
      nodeId,
      entries: null,
    };
    if (since !== null && at < since) older += 1;
    else into.add(run);
  }
  const own = entries.filter((entry) => !isRun(entry));
  if (own.length > 0 || entries.length === 0) {
    into.add({ documentId, runId: null, place, modified, nodeId, entries: own });
  }
  return older;
}

/** Keeps the newest runs of those that are added, in memory for at most twice as many. */
class NewestRuns {
  dropped = 0;
  readonly #most: number;
  #runs: Run[] = [];
  /** Runs that changed before this have no chance any more. */
  #floor = Number.NEGATIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
  }

  add(run: Run): void {
    if (run.modified < this.#floor) {
      this.dropped += 1;
      return;
    }
    this.#runs.push(run);
    if (this.#runs.length >= 2 * Math.max(this.#most, 1)) this.#prune();
  }

  isFullBefore(modified: number): boolean {
    return modified < this.#floor;
  }

  runs(): Run[] {
    this.#prune();
    return this.#runs;
  }

  #prune(): void {
    this.#runs.sort((a, b) => b.modified - a.modified);
    this.dropped += Math.max(0, this.#runs.length - this.#most);
    this.#runs = this.#runs.slice(0, this.#most);
    if (this.#runs.length === this.#most) this.#floor = this.#runs.at(-1)?.modified ?? this.#floor;
  }
}
