import type { FolderEntry } from '../platform/files.ts';
import type { Place } from './place.ts';
import { inWritingOrder } from './run-order.ts';
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

/** Told of each folder that was looked into. */
export type OnFolder = (path: string) => void;

/** Nested documents add two levels each; deeper than this the agent's own path limits end. */
const DEEPEST = 8;
const MOST_ENTRIES = 2000;
/** Content of packages and documents that a step downloaded, not what it said. */
const DOWNLOADS = 'downloads';
const SCRIPT = /^_script\.(?:sh|ps1)$/i;
/** Plugins that run a script, and where they write it: `<step>/<script>` beside their own folder. */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['awsrunShellScript', '_script.sh'],
  ['awsrunPowerShellScript', '_script.ps1'],
]);
/** Names of an output; the later ones hold the same bytes, and are read only when the earlier are gone. */
const STREAMS = [
  ['stdout', ['stdout', 'stdout.gz', 'stdoutConsole']],
  ['stderr', ['stderr', 'stderr.gz', 'stderrConsole']],
] as const;

/** Finds outputs and scripts in a run's folder, whatever depth the document's kind and version gave them. */
export function readRunFolder(tree: Tree, run: Run, onFolder?: OnFolder): RunContent {
  const walk = new RunWalk(tree, run, onFolder);
  walk.visit(run.place, [], run.entries ?? tree.folder(run.place).entries);
  const { documentId, runId, modified } = run;
  const folder = { documentId, runId, shown: run.place.shown, modified, scripts: walk.scripts };
  return { folder, outputs: inWritingOrder(walk.outputs) };
}

class RunWalk {
  readonly outputs: Source[] = [];
  readonly scripts = new Map<string, string>();
  readonly #tree: Tree;
  readonly #run: Run;
  readonly #onFolder: OnFolder | undefined;
  #entries = 0;

  constructor(tree: Tree, run: Run, onFolder: OnFolder | undefined) {
    this.#tree = tree;
    this.#run = run;
    this.#onFolder = onFolder;
  }

  visit(place: Place, steps: readonly string[], entries: readonly FolderEntry[]): void {
    this.#onFolder?.(place.path);
    this.#entries += entries.length;
    if (this.#entries > MOST_ENTRIES || steps.length > DEEPEST) {
      const detail = 'more files or levels than the run of a document has';
      this.#tree.skip(this.#run.place, 'step-output', 'entry-limit', detail);
      return;
    }
    const folders = entries.filter((entry) => entry.type === 'folder' && entry.name !== DOWNLOADS);
    if (entries.length > folders.length) this.#readFiles(place, steps, entries);
    const done = this.#readScriptSteps(place, steps, folders);
    for (const { name } of folders) {
      if (done.has(name)) continue;
      const below = this.#tree.below(place, name);
      this.visit(below, [...steps, name], this.#tree.folder(below).entries);
    }
  }

  #readFiles(place: Place, steps: readonly string[], entries: readonly FolderEntry[]): void {
    const script = entries.find((entry) => SCRIPT.test(entry.name));
    if (script !== undefined) this.scripts.set(steps.at(-1) ?? '', this.#tree.below(place, script.name).path);
    for (const [stream, names] of STREAMS) {
      const name = names.find((candidate) => entries.some((entry) => entry.name === candidate));
      if (name === undefined) continue;
      const source = this.#output(this.#tree.below(place, name), steps, stream);
      if (source !== null) this.outputs.push(source);
    }
  }

  /**
   * Most runs are one script: `awsrunShellScript/<step>/{stdout,stderr}`, with `_script.sh` in `<step>` beside that or, as
   * old documents have it, in the same folder. Where both outputs are there, no folder of the step needs a listing, which
   * is half the cost of a discovery. Returns the folders dealt with.
   */
  #readScriptSteps(place: Place, steps: readonly string[], folders: readonly FolderEntry[]): Set<string> {
    const done = new Set<string>();
    for (const { name: plugin } of folders) {
      const script = SCRIPTS.get(plugin);
      if (script === undefined || done.has(plugin)) continue;
      const folder = this.#tree.folder(this.#tree.below(place, plugin));
      done.add(plugin);
      const rest: FolderEntry[] = [];
      for (const entry of folder.entries) {
        const step = this.#tree.below(folder.place, entry.name);
        if (entry.type === 'folder' && this.#readBoth(step, [...steps, plugin, entry.name])) {
          const isBeside = folders.some((other) => other.name === entry.name);
          if (isBeside) done.add(entry.name);
          const home = isBeside ? this.#tree.below(place, entry.name) : step;
          this.scripts.set(entry.name, this.#tree.below(home, script).path);
        } else {
          rest.push(entry);
        }
      }
      this.visit(folder.place, [...steps, plugin], rest);
    }
    return done;
  }

  /** Adds the outputs of a step when both are there by their plain names. */
  #readBoth(step: Place, steps: readonly string[]): boolean {
    const stdout = this.#output(this.#tree.below(step, 'stdout'), steps, 'stdout');
    const stderr = stdout === null ? null : this.#output(this.#tree.below(step, 'stderr'), steps, 'stderr');
    if (stdout === null || stderr === null) return false;
    this.outputs.push(stdout, stderr);
    this.#onFolder?.(step.path);
    return true;
  }

  #output(place: Place, steps: readonly string[], stream: StepOutput['stream']): Source | null {
    const output = outputOf(this.#run, steps, stream);
    return this.#tree.source('step-output', place, { nodeId: this.#run.nodeId, output });
  }
}

function outputOf(run: Run, steps: readonly string[], stream: StepOutput['stream']): StepOutput {
  const { documentId, runId } = run;
  const last = steps.at(-1) ?? '';
  // The first versions of some plugins have no folder of a step.
  if (steps.length === 1 && last.startsWith('aws'))
    return { documentId, runId, plugin: last, step: '', stream };
  return { documentId, runId, plugin: steps.at(-2) ?? '', step: last, stream };
}
