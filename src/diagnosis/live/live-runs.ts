import { join } from 'node:path';
import type { LifecycleEvent, RunName } from '../../../parsers/agent-log/lifecycle.ts';
import { isRunId } from '../../../parsers/run-id.ts';
import type { FollowedFiles, FollowedNode } from '../../sources/followed.ts';
import type { Run } from '../../sources/run-folder.ts';
import { runKey } from '../operation-key.ts';
import { failureIn } from './failure.ts';
import type { LiveRun } from './live-run.ts';

/** Runs that are followed at a time; of more the oldest are read to their ends and let go. */
const MOST_RUNS = 256;
/** Folders of runs that are watched at a time, the latest runs first; in the others one looks from time to time. */
const MOST_FOLDERS = 48;
/** Milliseconds: what a step wrote, and what the agent adds, is there when it says how a run ended; but for slow disks. */
const GRACE = 10;
/** Milliseconds for which the agent may take to say what it makes of a run whose steps have ended. */
const SETTLING = 400;
/**
 * Milliseconds for which a run is looked at from time to time and not watched: most are over then, and to begin and end
 * a watch costs more. The looks go on a little longer, so that nothing falls between.
 */
const YOUNG = 2000;
const OVERLAP = 200;
/** Files that errors are written to, of which each change is told. */
const MOST_ALARMS = 48;
/** Milliseconds until a run is looked at again: where its folders are watched, where they cannot be, and where they will be. */
const WATCHED = 5000;
const UNWATCHED = 250;
const NEWLY_WATCHED = 5;
/** Milliseconds without a change after which a run of which the agent keeps no state is let go. */
const SILENCE = 15 * 60_000;
const MOST_DONE = 1024;
/** Milliseconds in which the processes of the agent have written what they had to say of a run. */
const AFTERWARDS = 2000;
/** Milliseconds for which a folder is looked into that nothing is in. */
const EMPTY = 5000;
const DOCUMENT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(\d{4}-\d\d-\d\dT\S+))?$/;

export type MakeRun = (name: RunName, node: FollowedNode, now: number) => LiveRun;

/** The runs that are going on, as the agent's log, its state and the folders of runs tell. */
export class LiveRuns {
  readonly #followed: FollowedFiles;
  readonly #make: MakeRun;
  readonly #onStarted: (run: LiveRun) => void;
  readonly #active = new Map<string, LiveRun>();
  /** When they were over. */
  readonly #done = new Map<string, number>();
  /** When they are to be looked at. */
  readonly #looks = new Map<string, number>();
  /** The key of the latest run of each association. */
  readonly #latest = new Map<string, string>();
  readonly #byFolder = new Map<string, LiveRun>();
  /** Folders that appeared, and that nothing was in yet. */
  readonly #empty = new Map<string, { readonly folder: string; readonly until: number }>();
  #lookedAt = 0;
  #nodes: readonly FollowedNode[] = [];

  constructor(followed: FollowedFiles, make: MakeRun, onStarted: (run: LiveRun) => void) {
    this.#followed = followed;
    this.#make = make;
    this.#onStarted = onStarted;
  }

  setNodes(nodes: readonly FollowedNode[]): void {
    this.#nodes = nodes;
  }

  isActive(key: string): boolean {
    return this.#active.has(key);
  }

  /** It goes on, and why it fails may be told yet: no step has failed, after which all that it wrote is read. */
  mayExplain(key: string): boolean {
    return this.#active.get(key)?.failure === null;
  }

  /** It goes on, or was over so shortly before that the log may still speak of it. */
  isSpokenOf(key: string, now: number): boolean {
    return this.#active.has(key) || now - (this.#done.get(key) ?? Number.NEGATIVE_INFINITY) < AFTERWARDS;
  }

  get active(): readonly LiveRun[] {
    return [...this.#active.values()];
  }

  /** Folders of runs to be watched. */
  get folders(): readonly string[] {
    const folders: string[] = [];
    for (const run of this.active.toReversed()) {
      if (run.endedAt !== null || this.#lookedAt - run.begunAt < YOUNG) continue;
      if (folders.length + run.folders.length > MOST_FOLDERS) continue;
      folders.push(...run.folders);
    }
    return folders;
  }

  /** What runs write errors to whose folders are not watched, the latest runs first. */
  get errors(): readonly string[] {
    const files: string[] = [];
    for (const run of this.active.toReversed())
      if (run.endedAt === null && isYoung(run, this.#lookedAt)) files.push(...run.errors);
    return files.slice(0, MOST_ALARMS);
  }

  /** Something happened in a folder, to these files in it; says whether it is one of a run. */
  changed(folder: string, names: ReadonlySet<string> | null, now: number): boolean {
    const run = this.#byFolder.get(folder);
    if (run === undefined) return false;
    const paths = Array.from(names ?? [], (name) => join(folder, name));
    if (paths.length === 0 || !run.lookAt(paths, now)) this.#looks.set(run.key, 0);
    return true;
  }

  /** The log tells of a run. */
  hear(event: LifecycleEvent, now: number): void {
    const run = this.begin(event.run, now);
    if (run === null || event.kind === 'started') return;
    const failure = failureIn(event);
    run.failure ??= failure;
    if (failure !== null && event.kind === 'step-ended') {
      run.hasNewFailure = true;
      this.#looks.set(run.key, 0);
    }
    run.isSettled ||= event.kind === 'reported' || event.kind === 'over';
    if (run.isSettled || event.kind === 'ended') run.endedAt ??= now;
  }

  /** Compares the documents at work, as the agent keeps them, with what is known. */
  lookAtState(now: number): void {
    for (const node of this.#nodes) {
      const there = new Set<string>();
      for (const file of this.#followed.names(node.current)) {
        const name = nameOfState(file);
        if (name === null) continue;
        this.#isAtWork(name, node, now);
        there.add(runKey(name));
      }
      for (const run of this.#active.values())
        if (run.hasState && run.node.nodeId === node.nodeId && !there.has(run.key)) run.endedAt ??= now;
    }
  }

  /** The same of one file in the folder of a node's documents at work. */
  stateChanged(node: FollowedNode, file: string, now: number): void {
    const name = nameOfState(file);
    if (name === null) return;
    if (this.#followed.look(join(node.current.path, file)) !== null) {
      this.#isAtWork(name, node, now);
      return;
    }
    const run = this.#active.get(runKey(name));
    if (run?.hasState === true && run.node.nodeId === node.nodeId) run.endedAt ??= now;
  }

  #isAtWork(name: RunName, node: FollowedNode, now: number): void {
    const run = this.begin(name, now, node);
    if (run !== null) run.hasState = true;
  }

  /** A folder appeared among those of the runs: of a command, or of an association with its first run. */
  appeared(folder: string, documentId: string, now: number): void {
    const node = this.#nodes.find(({ runs }) => runs.path === folder);
    if (node === undefined || !DOCUMENT.test(documentId)) return;
    const found = this.#followed.folder(node, { documentId, runId: null });
    const names = found?.entries?.map(({ name }) => name) ?? [];
    // Of an association or of a command: that is told by what is put into it.
    if (names.length === 0 && this.#empty.size < MOST_RUNS) {
      this.#empty.set(documentId, { folder, until: this.#empty.get(documentId)?.until ?? now + EMPTY });
      return;
    }
    const run = this.begin({ documentId, runId: names.filter(isRunId).sort().at(-1) ?? null }, now, node);
    if (run !== null && run.name.runId === null && run.content === null) this.#find(run, now, found);
  }

  #lookIntoEmpty(now: number): void {
    for (const [documentId, { folder, until }] of [...this.#empty]) {
      const isKnown = [...this.#active.values()].some(({ name }) => name.documentId === documentId);
      if (now < until && !isKnown) this.appeared(folder, documentId, now);
      if (now >= until || isKnown || this.#active.has(runKey({ documentId, runId: null })))
        this.#empty.delete(documentId);
    }
  }

  /** The run of this name; null where it is over, or no node is known. */
  begin(name: RunName, now: number, node: FollowedNode | undefined = this.#nodes[0]): LiveRun | null {
    const key = runKey(name);
    const going = this.#active.get(key);
    if (going !== undefined) return going;
    if (this.#done.has(key) || node === undefined) return null;
    if (this.#latest.has(name.documentId) && name.runId === null)
      return this.#runOfAssociation(name.documentId);
    const run = this.#make(name, node, now);
    this.#active.set(key, run);
    if (name.runId !== null) this.#latest.set(name.documentId, key);
    this.#looks.set(key, 0);
    this.#onStarted(run);
    return run;
  }

  /**
   * The agent names an association without its run at times. Of two runs the earlier one is meant: the words about its
   * end may come when the next one has begun.
   */
  #runOfAssociation(associationId: string): LiveRun | null {
    for (const run of this.#active.values()) if (run.name.documentId === associationId) return run;
    return null;
  }

  /** Reads what is due; says whether anything was, and gives the runs that are over, and read to their ends. */
  work(now: number): { readonly hasRead: boolean; readonly over: readonly LiveRun[] } {
    const over: LiveRun[] = [];
    this.#lookedAt = now;
    this.#lookIntoEmpty(now);
    let hasRead = false;
    let watched: ReadonlySet<string> | null = null;
    const excess = this.#active.size - MOST_RUNS;
    for (const run of this.#active.values()) {
      const end = endOf(run);
      if (end !== null ? now >= end : over.length < excess || isSilent(run, now)) over.push(run);
      else if (isYoung(run, now) || now >= (this.#looks.get(run.key) ?? 0)) {
        watched ??= new Set(this.folders);
        this.#look(run, now, watched);
        hasRead = true;
      }
    }
    for (const run of over) this.#end(run, now);
    return { hasRead: hasRead || over.length > 0, over };
  }

  /** Finds out where those write errors to of which it is not known yet. */
  findNew(now: number): void {
    for (const run of this.#active.values()) {
      if (run.errors.length === 0 && isYoung(run, now)) this.#find(run, now);
    }
  }

  #find(run: LiveRun, now: number, found?: Run | null): void {
    run.find(now, found);
    for (const folder of run.folders) this.#byFolder.set(folder, run);
  }

  #look(run: LiveRun, now: number, watched: ReadonlySet<string>): void {
    // Of a run that was just begun they may be known already, and are not watched yet.
    const before = this.#looks.get(run.key) === 0 ? 0 : run.folders.length;
    if (run.hasNewFailure) run.readFailed(now);
    else if (isYoung(run, now)) run.catchUp(now);
    else run.look(now);
    run.hasNewFailure = false;
    for (const folder of run.folders.slice(before)) this.#byFolder.set(folder, run);
    this.#looks.set(run.key, now + pauseOf(run, before, watched));
  }

  /** When there is something to do next; infinite where there is not until something happens. */
  nextDue(): number {
    let due = this.#empty.size === 0 ? Number.POSITIVE_INFINITY : this.#lookedAt + UNWATCHED;
    for (const run of this.#active.values()) {
      due = Math.min(due, endOf(run) ?? this.#looks.get(run.key) ?? 0);
    }
    return due;
  }

  #end(run: LiveRun, now: number): void {
    run.finish(now);
    this.#active.delete(run.key);
    this.#looks.delete(run.key);
    for (const folder of run.folders) this.#byFolder.delete(folder);
    this.#done.set(run.key, now);
    if (this.#done.size > MOST_DONE) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const key of [...this.#done.keys()].slice(0, MOST_DONE / 2)) this.#done.delete(key);
    for (const [documentId, key] of this.#latest)
      if (!this.#active.has(key) && !this.#done.has(key)) this.#latest.delete(documentId);
  }
}

/** The run that a file among the documents at work stands for; null for another file. */
function nameOfState(file: string): RunName | null {
  const [, documentId, runId] = DOCUMENT.exec(file) ?? [];
  return documentId === undefined ? null : { documentId, runId: runId ?? null };
}

/** What was written between a look and the beginning of the watch is seen by one more look. */
function pauseOf({ folders }: LiveRun, before: number, watched: ReadonlySet<string>): number {
  if (folders.length > before) return NEWLY_WATCHED;
  return folders.length > 0 && folders.every((folder) => watched.has(folder)) ? WATCHED : UNWATCHED;
}

function isYoung({ begunAt }: LiveRun, now: number): boolean {
  return now - begunAt < YOUNG + OVERLAP;
}

/** When a run is over of which the end was told. */
function endOf({ endedAt, isSettled }: LiveRun): number | null {
  return endedAt === null ? null : endedAt + (isSettled ? GRACE : SETTLING);
}

function isSilent(run: LiveRun, now: number): boolean {
  return !run.hasState && now - run.changedAt > SILENCE;
}
