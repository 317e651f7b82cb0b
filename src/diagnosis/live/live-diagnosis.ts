import { basename } from 'node:path';
import type { LifecycleEvent } from '../../../parsers/agent-log/lifecycle.ts';
import { type Additions, type Catalogue, loadCatalogue } from '../../causes/catalogue.ts';
import { ShareOfTime } from '../../platform/share-of-time.ts';
import type { Lost, Position } from '../../reading/resume/positions.ts';
import type { LiveEvent, OperationEvent, Outcome } from '../../report/live-event.ts';
import type { Operation } from '../../report/report.ts';
import { FollowedFiles, type FollowedPlaces } from '../../sources/followed.ts';
import type { TreeOptions } from '../../sources/source.ts';
import { evidenceOf } from '../conclude/evidence.ts';
import { operationFacts } from '../conclude/operation-facts.ts';
import { timelineOf } from '../conclude/timeline.ts';
import { Engine } from '../engine.ts';
import { fingerprintScripts, runsByKey } from '../fingerprint-scripts.ts';
import { finishRun, wentWrong } from '../finish-run.ts';
import type { Cluster, OperationState } from '../model.ts';
import { operationOf } from '../observe/operations.ts';
import { redactEvidence, redactText } from '../redact-report.ts';
import { noteSilentFailures } from '../silent-failures.ts';
import { Announcer } from './announcer.ts';
import { LiveLogs, wasWrittenTo } from './live-logs.ts';
import { LiveRun } from './live-run.ts';
import { LiveRuns } from './live-runs.ts';
import { trim } from './trim.ts';

export interface LiveOptions extends TreeOptions {
  readonly rules: Additions | null;
  /** Milliseconds UTC. */
  readonly clock: () => number;
  readonly onEvent: (event: LiveEvent) => void;
}

/** Milliseconds of the monotonic clock; infinite where there is nothing to do until something happens. */
export interface Due {
  /** What was read is to be judged. */
  readonly soon: number;
  /** What can wait until there is more to do. */
  readonly later: number;
}

/** Names that something happened to in a folder; null where it is not known to which. */
type Names = Set<string> | null;

/** Many more than this at once are looked for, and not remembered. */
const MOST_NAMES = 256;
/** How much of the time may go into judgements, however much happens. */
const JUDGEMENTS = { oneIn: 9, ahead: 25, longest: 800 };
/** Milliseconds in which the steps of a run have begun to write, from when its folder appears, but for slow ones. */
const BEGUN = 100;
/** Milliseconds until all is held against each other after a change; and so many times as long as it takes. */
const TOGETHER = 3000;
const SHARE_OF_ALL = 1000;
/** Milliseconds between two looks at where things are: settings may change, a node may be registered. */
const PLACES = 60_000;

/**
 * What happens on a node while it happens: a window of recent work, so that time and memory depend only on how much is
 * going on. What it tells is told early; the report that counts is made of everything.
 *
 * All times named `now` are milliseconds of a monotonic clock.
 */
export class LiveDiagnosis {
  readonly #options: LiveOptions;
  readonly #catalogue: Catalogue;
  readonly #engine: Engine;
  readonly #followed: FollowedFiles;
  readonly #logs: LiveLogs;
  readonly #runs: LiveRuns;
  readonly #announcer: Announcer;
  readonly #changes = new Map<string, Names>();
  readonly #toldClusters = new WeakSet<Cluster>();
  /** Runs that had begun before the start. */
  #before: readonly LiveRun[] = [];
  #places: FollowedPlaces = { logs: [], states: [], nodes: [] };
  #placesAt = Number.NEGATIVE_INFINITY;
  #now = 0;
  #hasBegun = false;
  #hasWorked = false;
  /** Something was read that may have mended what was told, or tells how the node stands. */
  #mayHavePassed = false;
  #hasNews = false;
  #judgeAllFrom = Number.NEGATIVE_INFINITY;
  readonly #judgements = new ShareOfTime(JUDGEMENTS);
  /** When the first of the folders of runs appeared that were not looked into since; null: there are none. */
  #newSince: number | null = null;

  constructor(options: LiveOptions) {
    const { files, platform, rules, clock, onEvent } = options;
    this.#options = options;
    this.#catalogue = loadCatalogue(platform, rules);
    this.#engine = new Engine(this.#catalogue, files);
    this.#followed = new FollowedFiles(options);
    const shared = { engine: this.#engine, followed: this.#followed, files, clock };
    this.#runs = new LiveRuns(
      this.#followed,
      (name, node, now) => new LiveRun(name, node, now, shared),
      (run) => {
        if (this.#hasBegun) onEvent(startOf(this.#factsOf(this.#operationOf(run))));
      },
    );
    this.#logs = new LiveLogs({
      ...shared,
      onLifecycle: (event: LifecycleEvent) => this.#runs.hear(event, this.#now),
      onLost: (lost) => this.#tellLost(lost),
    });
    this.#announcer = new Announcer(this.#engine.state, this.#catalogue, onEvent);
  }

  /** Begins behind what an earlier run has read of the logs, or with what is written from now on. */
  start(now: number, before: readonly Position[] | null = null): void {
    this.#now = now;
    for (const source of this.#followed.states()) this.#engine.read(source);
    this.#announcer.learn(this.#options.clock());
    this.#findPlaces(now);
    this.#runs.lookAtState(now);
    this.#before = this.#runs.active;
    this.#hasBegun = true;
    this.#logs.start(before);
  }

  /** Runs that had begun before the start, of which only the end is told, and that still go on. */
  get running(): readonly Operation[] {
    return this.#before
      .filter(({ key, endedAt }) => endedAt === null && this.#runs.isActive(key))
      .map((run) => this.#factsOf(this.#operationOf(run)));
  }

  /** Looks for a command, or the latest run of an association, that may have begun, or ended, before the start. */
  find(id: string, now: number): void {
    this.#now = now;
    for (const event of this.#logs.lifecycleOf(id)) this.#runs.hear(event, now);
    this.#runs.lookAtState(now);
  }

  /** Native paths of the folders in which what happens is to be told to `changed`. */
  get folders(): readonly string[] {
    const { logs, states, nodes } = this.#places;
    const fixed = [...logs, ...states, ...nodes.flatMap(({ runs, current }) => [runs, current])];
    return [...fixed.map(({ path }) => path), ...this.#runs.folders];
  }

  /** Native paths of the files that a failure writes to first. */
  get alarms(): readonly string[] {
    return [...this.#logs.errors, ...this.#runs.errors];
  }

  /** How far the logs were read. */
  get positions(): readonly Position[] {
    return this.#logs.positions;
  }

  /** What was read is told: whoever goes on from the positions of now misses no finding. */
  get isSettled(): boolean {
    return this.#hasWorked && this.#announcer.waitsUntil === null && !this.#announcer.hasNews(() => true);
  }

  /** Lines that were read since the start, and files that are followed. */
  get counts(): { readonly lines: number; readonly files: number } {
    return { lines: this.#logs.lines, files: this.#logs.count };
  }

  /**
   * Notes that something happened in a folder, to the file or folder of this name where it is known. Says whether it may
   * be a failure, which cannot wait.
   */
  changed(folder: string, name: string | null, now: number): boolean {
    this.#note(folder, name);
    const { logs, states, nodes } = this.#places;
    const isOfRuns = nodes.some(({ runs }) => runs.path === folder);
    if (isOfRuns) this.#newSince ??= now;
    if (name === null) return true;
    if (logs.some(({ path }) => path === folder)) return this.#logs.mayHaveErrorsIn(folder, name);
    const isOfStates = states.some(({ path }) => path === folder);
    return !isOfRuns && !isOfStates && !nodes.some(({ current }) => current.path === folder);
  }

  #note(folder: string, name: string | null): void {
    const names = this.#changes.get(folder);
    if (names === null) return;
    if (name === null || (names !== undefined && names.size >= MOST_NAMES)) this.#changes.set(folder, null);
    else if (names === undefined) this.#changes.set(folder, new Set([name]));
    else names.add(name);
  }

  /**
   * Finds out where those runs write errors to whose folders appeared a little ago, and says whether there are any, so
   * that `alarms` are others now. It is little, to be done while the process is awake for something else.
   */
  findNew(now: number): boolean {
    if (this.#newSince === null || now - this.#newSince < BEGUN) return false;
    this.#newSince = null;
    for (const { runs } of this.#places.nodes) {
      const names = this.#changes.get(runs.path) ?? null;
      if (names === null) continue;
      this.#changes.delete(runs.path);
      for (const name of names) this.#runs.appeared(runs.path, name, now);
    }
    this.#runs.findNew(now);
    return true;
  }

  /** Reads and judges what is due, and tells what is new. Gives when it is to be called again. */
  work(now: number): Due {
    this.#now = now;
    if (now - this.#placesAt >= PLACES) this.#findPlaces(now);
    const changes = [...this.#changes];
    this.#changes.clear();
    this.#newSince = null;
    for (const [folder, names] of changes) this.#look(folder, names, now);
    const { hasRead, over } = this.#runs.work(now);
    for (const run of over) this.#finishReading(run);
    if (changes.length > 0 || hasRead) {
      this.#mayHavePassed ||= this.#announcer.hasActive;
      this.#hasNews ||= this.#announcer.hasNews((key) => this.#runs.isSpokenOf(key, now));
    }
    this.#judge(now, over.length > 0);
    for (const run of over) this.#end(run);
    this.#tellUnknown();
    this.#announcer.forget(trim(this.#engine.state, (key) => this.#runs.isActive(key)));
    this.#hasWorked = true;
    return this.#nextDue(now);
  }

  /** Reads and tells what is there: nothing is waited for any more. */
  finish(now: number): void {
    this.lookEverywhere();
    this.work(now);
    // The end of a run, the reason for a generic cause, a judgement: nothing waits longer.
    this.work(now + JUDGEMENTS.longest);
  }

  /** Looks everywhere, as if something had happened in every folder. */
  lookEverywhere(): void {
    for (const folder of this.folders) this.#note(folder, null);
  }

  #look(folder: string, names: Names, now: number): void {
    const { logs, states, nodes } = this.#places;
    if (this.#runs.changed(folder, names, now)) return;
    if (logs.some(({ path }) => path === folder)) this.#logs.look(folder, names);
    if (states.some(({ path }) => path === folder)) {
      for (const source of this.#followed.states())
        if (names === null || names.has(basename(source.path))) this.#engine.read(source);
      this.#mayHavePassed = true;
    }
    for (const node of nodes) {
      if (node.current.path === folder) {
        if (names === null) this.#runs.lookAtState(now);
        else for (const name of names) this.#runs.stateChanged(node, name, now);
      }
      if (node.runs.path !== folder) continue;
      if (names === null) this.#runs.lookAtState(now);
      else for (const name of names) this.#runs.appeared(folder, name, now);
    }
  }

  #findPlaces(now: number): void {
    this.#places = this.#followed.places();
    this.#placesAt = now;
    this.#runs.setNodes(this.#places.nodes);
  }

  #finishReading(run: LiveRun): void {
    const operation = this.#operationOf(run);
    const { state } = this.#engine;
    if (run.content !== null) {
      const { folder, outputs } = run.content;
      fingerprintScripts(state, this.#options.files, runsByKey([folder]), run.key);
      noteSilentFailures(state, this.#options.files, operation, outputs);
    }
  }

  #end(run: LiveRun): void {
    const operation = this.#operationOf(run);
    const { state } = this.#engine;
    const outcome = this.#outcomeOf(run, operation);
    const facts = this.#factsOf(operation);
    finishRun(state, this.#catalogue, operation);
    const exitStatus = typeof run.failure === 'number' ? run.failure : null;
    this.#options.onEvent({ type: 'operation', change: 'ended', operation: facts, outcome, exitStatus });
  }

  #outcomeOf(run: LiveRun, operation: OperationState): Outcome {
    if (run.failure !== null || wentWrong(this.#catalogue, operation)) return 'failed';
    return run.endedAt === null ? 'unknown' : 'success';
  }

  #operationOf({ name: { documentId, runId } }: LiveRun): OperationState {
    const associationId = runId === null ? null : documentId;
    return operationOf(this.#engine.state, { kind: 'run', documentId, runId, associationId });
  }

  #factsOf(operation: OperationState): Operation {
    const { state } = this.#engine;
    return operationFacts(operation, null, state, timelineOf(state, this.#options.clock()));
  }

  /** `mustTell`: a run is over, and what it showed is told before its end. */
  #judge(now: number, mustTell: boolean): void {
    const due = this.#judgementDue(now);
    const mayWait = !mustTell || (!this.#hasNews && this.#announcer.waitsUntil === null);
    if (due === null || (due > now && mayWait)) return;
    const isOpen = (key: string): boolean => this.#runs.mayExplain(key);
    const began = performance.now();
    const isOfAll = this.#mayHavePassed && now >= this.#judgeAllFrom;
    if (isOfAll) this.#announcer.announceAll(this.#options.clock(), now, isOpen);
    else this.#announcer.announceNews(this.#options.clock(), now, isOpen);
    const took = performance.now() - began;
    if (isOfAll) {
      this.#mayHavePassed = false;
      this.#judgeAllFrom = now + Math.max(TOGETHER, SHARE_OF_ALL * took);
    }
    this.#hasNews = false;
    this.#judgements.spend(now, took);
  }

  #judgementDue(now: number): number | null {
    const dues: number[] = [];
    if (this.#hasNews) dues.push(now);
    const { waitsUntil } = this.#announcer;
    if (waitsUntil !== null) dues.push(waitsUntil);
    if (this.#mayHavePassed) dues.push(this.#judgeAllFrom);
    return dues.length === 0 ? null : Math.max(this.#judgements.freeFrom, Math.min(...dues));
  }

  #nextDue(now: number): Due {
    return { soon: this.#judgementDue(now) ?? Number.POSITIVE_INFINITY, later: this.#runs.nextDue() };
  }

  #tellLost(lost: Lost): void {
    if (!wasWrittenTo(lost)) return;
    const { path, offset } = lost.position;
    const detail = `removed since byte ${offset} was read; what was written to it after that is lost`;
    this.#options.onEvent({ type: 'lost', file: path, reason: 'rotated-away', detail });
  }

  #tellUnknown(): void {
    const { state } = this.#engine;
    for (const cluster of state.unknown.values()) {
      if (this.#toldClusters.has(cluster)) continue;
      this.#toldClusters.add(cluster);
      const evidence = redactEvidence(evidenceOf(cluster.first, timelineOf(state, this.#options.clock())));
      this.#options.onEvent({ type: 'unknown', template: redactText(cluster.template.join(' ')), evidence });
    }
  }
}

function startOf(operation: Operation): OperationEvent {
  return { type: 'operation', change: 'started', operation, outcome: null, exitStatus: null };
}
