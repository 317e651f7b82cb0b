import { type Additions, type Catalogue, loadCatalogue } from '../causes/catalogue.ts';
import type { Files } from '../platform/files.ts';
import type { Coverage, Finding, Platform, Report, RunFacts, Tool } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { discover } from '../sources/discover.ts';
import type { Discovery, Source } from '../sources/source.ts';
import { findingsOf } from './conclude/findings.ts';
import { newestTime } from './conclude/newest-time.ts';
import { harmlessOf, unrecognizedOf } from './conclude/others.ts';
import { type Timeline, timelineOf } from './conclude/timeline.ts';
import type { Trouble } from './conclude/troubles.ts';
import { Engine, hasRecords } from './engine.ts';
import { fingerprintScripts, runsByKey } from './fingerprint-scripts.ts';
import { finishRun } from './finish-run.ts';
import { type EngineState, emptyState, type OperationState } from './model.ts';
import { runKey } from './operation-key.ts';
import type { Boot } from './patching/boots.ts';
import type { NodeNow } from './patching/now.ts';
import { redactReport } from './redact-report.ts';
import type { FileMemory } from './resume/memory.ts';
import { rotatedAway } from './resume/rotated-away.ts';
import { noteSilentFailures } from './silent-failures.ts';

export interface DiagnoseOptions {
  readonly files: Files;
  /** Native absolute path of the folder that stands for the root of the instance. */
  readonly root: string;
  /** How the root is named in the report. */
  readonly shownRoot: string;
  readonly platform: Platform;
  /** Milliseconds UTC; only what changed since then. Null for everything. */
  readonly since: number | null;
  readonly maxRuns: number;
  /** Milliseconds UTC that the report takes for now; null: the newest time in the evidence. */
  readonly now: number | null;
  readonly version: string;
  /** Milliseconds UTC. */
  readonly clock: () => number;
  /** Facts about the running machine that the files are of; none for a copy. */
  readonly live?: LiveFacts | null;
  /** What was left out before the files came here. */
  readonly skipped: readonly Coverage[];
  /** What users look for beside the product's own causes. */
  readonly rules?: Additions | null;
  readonly onProgress?: (progress: Progress) => void;
  /** What earlier readings found in the files; it takes up what this one does. */
  readonly memory?: FileMemory | null;
}

/** What a running machine says of itself, beside its files. */
export interface LiveFacts {
  /** Milliseconds UTC; null when the system does not say. */
  readonly bootedAt: number | null;
}

export interface Progress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** What was read and what it came to, before it is judged. */
export interface Examined {
  readonly state: EngineState;
  readonly catalogue: Catalogue;
  readonly timeline: Timeline;
  readonly found: Discovery;
  readonly coverage: readonly Coverage[];
  /** Milliseconds UTC. */
  readonly startedAt: number;
  readonly now: number;
  readonly node: NodeNow;
}

/** Reads what there is under the root and says what is wrong. Never throws for what is in the files. */
export function diagnose(options: DiagnoseOptions): Report {
  const examined = examine(options, () => undefined);
  const { state, catalogue, timeline } = examined;
  const report: Report = {
    schemaVersion: '1.0',
    ...factsOf(options, examined),
    verdict: 'inconclusive',
    findings: findingsIn(examined, () => true),
    unrecognized: unrecognizedOf(state, timeline),
    harmless: harmlessOf(state, catalogue, timeline),
    coverage: examined.coverage,
    live: null,
  };
  const judged = { ...report, verdict: verdictOf(report) };
  return redactReport({ ...judged, run: timed(judged.run, options, examined) });
}

/** Reads everything; `ran` is called with each run whose outputs were read, before uneventful ones are forgotten. */
export function examine(options: DiagnoseOptions, ran: (operation: OperationState) => void): Examined {
  const { files, root, platform, since, maxRuns, clock } = options;
  const startedAt = clock();
  const catalogue = loadCatalogue(platform, options.rules ?? null);
  const found = discover({ files, root, platform, since, maxRuns });
  const memory = options.memory ?? null;
  memory?.compare(
    found.sources.filter(({ kind }) => hasRecords(kind)),
    startedAt,
  );
  const engine = new Engine(catalogue, files, emptyState(), memory);
  const { state } = engine;
  state.facts.id = found.nodeIds[0] ?? null;
  state.facts.runRoot = found.runRoot;
  const runs = runsByKey(found.runs);
  const read = readAll(engine, found.sources, options, (run, outputs) => {
    fingerprintScripts(state, files, runs, run);
    const operation = state.operations.get(run);
    if (operation === undefined) return;
    noteSilentFailures(state, files, operation, outputs);
    ran(operation);
    finishRun(state, catalogue, operation);
  });
  const now = options.now ?? newestTime(state, timelineOf(state)) ?? startedAt;
  const gone = memory === null ? [] : rotatedAway(memory.lost);
  const coverage = [...options.skipped, ...found.skipped, ...read, ...gone];
  const timeline = timelineOf(state, now);
  const node = { now, isLive: options.live != null, hasProgram: found.hasProgram, boot: bootOf(options) };
  return { state, catalogue, timeline, found, coverage, startedAt, now, node };
}

/** The findings of what `isAbout` chooses, and of what brought it about, in the order of the report. */
export function findingsIn(
  { state, catalogue, timeline, node }: Examined,
  isAbout: (trouble: Trouble) => boolean,
): Finding[] {
  return findingsOf(state, catalogue, timeline, node, isAbout);
}

/** What every answer says about the program, the node and the reading; how long it took is not known yet. */
export function factsOf(
  options: DiagnoseOptions,
  { state, catalogue, coverage, startedAt, now }: Examined,
): Pick<Report, 'tool' | 'node' | 'run'> {
  const tool: Tool = { name: 'ssm-doctor', version: options.version, catalogVersion: catalogue.version };
  const { facts } = state;
  return {
    tool,
    node: {
      id: facts.id,
      platform: options.platform,
      os: facts.os ?? options.platform,
      agentVersion: facts.agentVersion?.version ?? null,
      region: facts.region,
    },
    run: {
      startedAt: new Date(startedAt).toISOString(),
      durationMs: 0,
      root: options.shownRoot,
      now: new Date(now).toISOString(),
      filesRead: coverage.filter(({ status }) => status !== 'skipped').length,
      bytesRead: coverage.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  };
}

/** The facts of a run with the time that it took until now. */
export function timed(run: RunFacts, { clock }: DiagnoseOptions, { startedAt }: Examined): RunFacts {
  return { ...run, durationMs: clock() - startedAt };
}

/** Reads the sources in order; `finished` is called with the key and the outputs of a run when the last was read. */
function readAll(
  engine: Engine,
  sources: readonly Source[],
  { onProgress }: DiagnoseOptions,
  finished: (run: string, outputs: readonly Source[]) => void,
): Coverage[] {
  const totalBytes = sources.reduce((sum, source) => sum + source.entry.size, 0);
  const coverage: Coverage[] = [];
  let bytes = 0;
  let run: string | null = null;
  let outputs: Source[] = [];
  for (const [index, source] of sources.entries()) {
    const next = source.output === null ? null : runKey(source.output);
    if (run !== null && next !== run) finished(run, outputs);
    if (next !== run) outputs = [];
    if (next !== null) outputs.push(source);
    run = next;
    coverage.push(engine.read(source));
    bytes += source.entry.size;
    onProgress?.({ files: index + 1, totalFiles: sources.length, bytes, totalBytes });
  }
  if (run !== null) finished(run, outputs);
  return coverage;
}

/** A running machine is asked; the time is no line of a file. */
function bootOf({ live }: DiagnoseOptions): Boot | null {
  const at = live?.bootedAt ?? null;
  if (at === null) return null;
  const excerpt = `the system started at ${new Date(at).toISOString()}`;
  const moment = { at, clock: 'utc', order: Number.MAX_SAFE_INTEGER } as const;
  return { at, sighting: { moment, file: 'system uptime', line: 0, stamp: '', excerpt } };
}
