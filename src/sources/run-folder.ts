import type { FolderEntry } from '../platform/files.ts';
import type { Place } from './place.ts';
import type { RunFolder, Source, StepOutput } from './source.ts';
import type { Tree } from './tree.ts';

/** A run chosen to be read. */
export interface Run {
  readonly documentId: string;
  readonly runId: string | null;
  readonly place: Place;
  /** See RunFolder. */
  readonly modified: number;
  readonly nodeId: string | null;
  /** What is in its folder, where that is already known. */
  readonly entries: readonly FolderEntry[] | null;
}

export interface RunContent {
  readonly folder: RunFolder;
  readonly outputs: readonly Source[];
}

/** Nested documents add two levels each; deeper than this the agent's own path limits end. */
const DEEPEST = 8;
const MOST_ENTRIES = 2000;
/** Content of packages and documents that a step downloaded, not what it said. */
const DOWNLOADS = 'downloads';
const SCRIPT = /^_script\.(?:sh|ps1)$/i;

/** The same bytes as `stdout`, kept for the reply: read only when the file itself is gone. */
const STREAMS = [
  ['stdout', ['stdout', 'stdout.gz', 'stdoutConsole']],
  ['stderr', ['stderr', 'stderr.gz', 'stderrConsole']],
] as const;

/** Finds outputs and scripts in a run's folder, whatever depth the document's kind and version gave them. */
export function readRunFolder(tree: Tree, run: Run): RunContent {
  const outputs: Source[] = [];
  const scripts = new Map<string, string>();
  const pending = [{ place: run.place, steps: [] as string[], entries: run.entries }];
  let seen = 0;
  for (const folder of pending) {
    const entries = folder.entries ?? tree.folder(folder.place).entries;
    seen += entries.length;
    if (seen > MOST_ENTRIES || folder.steps.length > DEEPEST) {
      tree.skip(run.place, 'step-output', 'entry-limit', 'more files or levels than the run of a document has');
      break;
    }
    let files = 0;
    for (const { name, type } of entries) {
      if (type !== 'folder') files += 1;
      else if (name !== DOWNLOADS) {
        pending.push({ place: tree.below(folder.place, name), steps: [...folder.steps, name], entries: null });
      }
    }
    if (files > 0) {
      outputs.push(...outputsIn(tree, run, folder.place, folder.steps, entries));
      const script = entries.find((entry) => SCRIPT.test(entry.name));
      const step = folder.steps.at(-1) ?? '';
      if (script !== undefined) scripts.set(step, tree.below(folder.place, script.name).path);
    }
  }
  const { documentId, runId, modified } = run;
  return { folder: { documentId, runId, shown: run.place.shown, modified, scripts }, outputs: inOrder(outputs) };
}

function outputsIn(
  tree: Tree,
  run: Run,
  place: Place,
  steps: readonly string[],
  entries: readonly FolderEntry[],
): Source[] {
  const outputs: Source[] = [];
  for (const [stream, names] of STREAMS) {
    const name = names.find((candidate) => entries.some((entry) => entry.name === candidate));
    if (name === undefined) continue;
    const output = outputOf(run, steps, stream);
    const source = tree.source('step-output', tree.below(place, name), { nodeId: run.nodeId, output });
    if (source !== null) outputs.push(source);
  }
  return outputs;
}

function outputOf(run: Run, steps: readonly string[], stream: StepOutput['stream']): StepOutput {
  const { documentId, runId } = run;
  const last = steps.at(-1) ?? '';
  // The first versions of some plugins have no folder of a step.
  if (steps.length === 1 && last.startsWith('aws')) return { documentId, runId, plugin: last, step: '', stream };
  return { documentId, runId, plugin: steps.at(-2) ?? '', step: last, stream };
}

/** Steps in the order in which they were written; both streams of a step together. */
function inOrder(outputs: readonly Source[]): Source[] {
  const stepOf = (source: Source): string => source.path.slice(0, -(source.path.split(/[\\/]/).at(-1) ?? '').length);
  const written = new Map<string, number>();
  for (const source of outputs) {
    const step = stepOf(source);
    written.set(step, Math.max(written.get(step) ?? 0, source.entry.modified));
  }
  return outputs.toSorted((a, b) => {
    const [one, other] = [stepOf(a), stepOf(b)];
    if (one === other) return a.output?.stream === 'stdout' ? -1 : 1;
    return (written.get(one) ?? 0) - (written.get(other) ?? 0) || (one < other ? -1 : 1);
  });
}
