import type { Catalogue } from '../../src/causes/catalogue.ts';
import { loadCatalogue } from '../../src/causes/catalogue.ts';
import { type DiagnoseOptions, diagnose } from '../../src/diagnosis/diagnose.ts';
import { Engine } from '../../src/diagnosis/engine.ts';
import { type EngineState, emptyState, type Observation } from '../../src/diagnosis/model.ts';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import type { Files } from '../../src/platform/files.ts';
import type { Coverage, Finding, Report } from '../../src/report/report.ts';
import type { Source, SourceKind, StepOutput } from '../../src/sources/source.ts';
import { type MemoryEntry, memoryFiles } from '../support/memory-files.ts';

export const NODE = 'i-0synthetic0000001';
export const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
export const OTHER_COMMAND = '11111111-aaaa-4bbb-8ccc-000000000002';
export const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
export const RUN_ID = '2026-11-20T03-12-00.123Z';

export const ROOT = '/copy';
export const AGENT_LOG = '/var/log/amazon/ssm/amazon-ssm-agent.log';
export const ERRORS_LOG = '/var/log/amazon/ssm/errors.log';
export const MESSAGES = '/var/log/messages';
export const RUNS = `/var/lib/amazon/ssm/${NODE}/document/orchestration`;

/** Paths on the instance, and what stands there. */
export type InstanceFiles = Readonly<Record<string, MemoryEntry>>;

/** One record of the agent's log; minutes count from 2026-11-20 00:00. */
export function agentLine(
  minute: number,
  level: string,
  message: string,
  contexts = '[ssm-agent-worker] ',
): string {
  return `${stampOf(minute)} ${level} ${contexts}${message}\n`;
}

/** `2026-11-20 03:12:00`. */
export function stampOf(minute: number): string {
  return new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString().slice(0, 19).replace('T', ' ');
}

export function copyOf(files: InstanceFiles): Files {
  return memoryFiles(
    Object.fromEntries(Object.entries(files).map(([path, entry]) => [`${ROOT}${path}`, entry])),
  );
}

/** Diagnoses a copy of an instance with these files, with the product's own catalogue. */
export function diagnoseFiles(files: InstanceFiles | Files, options: Partial<DiagnoseOptions> = {}): Report {
  const inner =
    'open' in files && typeof files.open === 'function' ? (files as Files) : copyOf(files as InstanceFiles);
  return diagnose({
    files: confinedFiles(inner, ROOT),
    root: ROOT,
    shownRoot: ROOT,
    platform: 'linux',
    since: null,
    maxRuns: 1000,
    now: null,
    version: '0.0.0-test',
    clock: () => Date.UTC(2027, 0, 1),
    skipped: [],
    ...options,
  });
}

/** `cause status role`, in the order of the report. */
export function briefOf(findings: readonly Finding[]): string[] {
  return findings.map(({ cause, status, role }) => `${cause} ${status} ${role}`);
}

export interface GivenFile {
  readonly kind: SourceKind;
  readonly path: string;
  readonly text: string | Uint8Array;
  readonly output?: Partial<StepOutput>;
  /** Milliseconds UTC. */
  readonly modified?: number;
}

export interface Read {
  readonly state: EngineState;
  readonly coverage: readonly Coverage[];
}

/** Reads files, in this order, into a state. */
export function readFiles(catalogue: Catalogue, given: readonly GivenFile[], state = emptyState()): Read {
  const tree = given.map(
    ({ path, text, modified = Date.UTC(2026, 10, 20) }) =>
      [`${ROOT}${path}`, { bytes: text, modified }] as const,
  );
  const files = memoryFiles(Object.fromEntries(tree));
  const engine = new Engine(catalogue, files, state);
  return { state, coverage: given.map((file) => engine.read(sourceOf(files, file))) };
}

function sourceOf(files: Files, { kind, path, output }: GivenFile): Source {
  const native = `${ROOT}${path}`;
  const run: StepOutput = {
    documentId: COMMAND,
    runId: null,
    plugin: 'awsrunShellScript',
    step: 'step',
    stream: 'stdout',
    ...output,
  };
  return {
    kind,
    path: native,
    shown: path,
    entry: files.look(native),
    nodeId: null,
    output: kind === 'step-output' ? run : null,
  };
}

/** `operation cause count` of everything that was observed. */
export function observed(state: EngineState): string[] {
  return observations(state).map(
    ({ key, observation }) => `${key} ${observation.cause} ${observation.count}`,
  );
}

export function observations(state: EngineState): { key: string; observation: Observation }[] {
  return [...state.operations.values()].flatMap(({ key, observations }) =>
    [...observations.values()].map((observation) => ({ key, observation })),
  );
}

export { loadCatalogue };
