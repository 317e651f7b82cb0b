import { loadCatalogue } from '../causes/catalogue.ts';
import type { Files } from '../platform/files.ts';
import type { Coverage, Platform, Report, Tool } from '../report/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { discover } from '../sources/discover.ts';
import type { Source } from '../sources/source.ts';
import { findingsOf } from './conclude/findings.ts';
import { newestTime } from './conclude/newest-time.ts';
import { harmlessOf, unrecognizedOf } from './conclude/others.ts';
import { timelineOf } from './conclude/timeline.ts';
import { Engine } from './engine.ts';
import { fingerprintScripts, runsByKey } from './fingerprint-scripts.ts';
import { finishRun } from './finish-run.ts';
import { runKey } from './operation-key.ts';
import { redactReport } from './redact-report.ts';

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
  /** What was left out before the files came here. */
  readonly skipped: readonly Coverage[];
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Reads what there is under the root and says what is wrong. Never throws for what is in the files. */
export function diagnose(options: DiagnoseOptions): Report {
  const { files, root, platform, since, maxRuns, clock } = options;
  const startedAt = clock();
  const catalogue = loadCatalogue(platform);
  const found = discover({ files, root, platform, since, maxRuns });
  const engine = new Engine(catalogue, files);
  const { state } = engine;
  state.facts.id = found.nodeIds[0] ?? null;
  const runs = runsByKey(found.runs);
  const coverage = readAll(engine, found.sources, options, (run) => {
    fingerprintScripts(state, files, runs, run);
    const operation = state.operations.get(run);
    if (operation !== undefined) finishRun(state, catalogue, operation);
  });
  const now = options.now ?? newestTime(state, timelineOf(state)) ?? startedAt;
  const timeline = timelineOf(state, now);
  const tool: Tool = { name: 'ssm-doctor', version: options.version, catalogVersion: catalogue.version };
  const report: Report = {
    schemaVersion: '1.0',
    tool,
    node: {
      id: state.facts.id,
      platform,
      os: state.facts.os ?? platform,
      agentVersion: state.facts.agentVersion?.version ?? null,
      region: state.facts.region,
    },
    run: {
      startedAt: new Date(startedAt).toISOString(),
      durationMs: 0,
      root: options.shownRoot,
      now: new Date(now).toISOString(),
      filesRead: coverage.filter(({ status }) => status !== 'skipped').length,
      bytesRead: coverage.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    verdict: 'inconclusive',
    findings: findingsOf(state, catalogue, timeline),
    unrecognized: unrecognizedOf(state, timeline),
    harmless: harmlessOf(state, catalogue, timeline),
    coverage: [...options.skipped, ...found.skipped, ...coverage],
  };
  const judged = { ...report, verdict: verdictOf(report) };
  return redactReport({ ...judged, run: { ...judged.run, durationMs: clock() - startedAt } });
}

/** Reads the sources in order; `finished` is called with the key of a run when its last output was read. */
function readAll(
  engine: Engine,
  sources: readonly Source[],
  { onProgress }: DiagnoseOptions,
  finished: (run: string) => void,
): Coverage[] {
  const totalBytes = sources.reduce((sum, source) => sum + source.entry.size, 0);
  const coverage: Coverage[] = [];
  let bytes = 0;
  let run: string | null = null;
  for (const [index, source] of sources.entries()) {
    const next = source.output === null ? null : runKey(source.output);
    if (run !== null && next !== run) finished(run);
    run = next;
    coverage.push(engine.read(source));
    bytes += source.entry.size;
    onProgress?.({ files: index + 1, totalFiles: sources.length, bytes, totalBytes });
  }
  if (run !== null) finished(run);
  return coverage;
}
