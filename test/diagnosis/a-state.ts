import {
  type EngineState,
  emptyState,
  type Observation,
  type OperationScope,
  type OperationState,
  type RunFolderFacts,
  type Sighting,
  type SuccessSighting,
} from '../../src/diagnosis/model.ts';
import { operationOf } from '../../src/diagnosis/observe/operations.ts';
import { observationOf } from '../../src/diagnosis/observe/state-observation.ts';
import { ASSOCIATION, COMMAND, RUN_ID } from './a-node.ts';

export interface SightingFacts {
  /** Milliseconds; null: not known. */
  readonly at?: number | null;
  readonly clock?: 'local' | 'utc';
  readonly order?: number;
  readonly file?: string;
  readonly line?: number;
}

export function aSighting({
  at = 0,
  clock = 'utc',
  order = at ?? 0,
  file = '/var/log/a.log',
  line = 1,
}: SightingFacts = {}): Sighting {
  return {
    moment: { at, clock, order },
    file,
    line,
    stamp: at === null ? '' : new Date(at).toISOString(),
    excerpt: `line ${line}`,
  };
}

export function aSuccess(success: string, facts: SightingFacts = {}): SuccessSighting {
  return { ...aSighting(facts), success };
}

export function anObservation(
  cause: string,
  at: SightingFacts = {},
  facts: Partial<Observation> = {},
): Observation {
  return {
    ...observationOf(cause, null, aSighting(at)),
    signal: cause.toLowerCase(),
    family: 'agent',
    ...facts,
  };
}

export const AGENT: OperationScope = { kind: 'agent' };
export const THE_ASSOCIATION: OperationScope = { kind: 'association', associationId: ASSOCIATION };

export function aRun(
  runId: string | null = RUN_ID,
  associationId: string | null = ASSOCIATION,
  documentId = associationId ?? COMMAND,
): OperationScope {
  return { kind: 'run', documentId, runId, associationId };
}

export interface OperationFacts {
  readonly steps?: readonly string[];
  /** Milliseconds UTC. */
  readonly startedAt?: number;
  readonly success?: SuccessSighting;
  readonly facts?: Readonly<Record<string, string>>;
  readonly folder?: Partial<RunFolderFacts>;
}

/** Enters an operation with what was observed in it into the state. */
export function anOperation(
  state: EngineState,
  scope: OperationScope,
  observations: readonly Observation[] = [],
  given: OperationFacts = {},
): OperationState {
  const operation = operationOf(state, scope);
  for (const observation of observations) {
    operation.observations.set(
      `${observation.cause}\n${observation.subject?.id ?? ''}\n${observation.service ?? ''}`,
      observation,
    );
  }
  for (const step of given.steps ?? []) operation.steps.add(step);
  for (const [name, value] of Object.entries(given.facts ?? {})) operation.facts.set(name, value);
  if (given.startedAt !== undefined)
    operation.startedAt = { at: given.startedAt, clock: 'utc', order: given.startedAt };
  operation.success = given.success ?? null;
  if (given.folder !== undefined) {
    operation.folder = {
      modified: 0,
      quietErrors: true,
      hasErrorsFile: true,
      scripts: [],
      shown: '/run/stdout',
      ...given.folder,
    };
  }
  return operation;
}

export { emptyState };
