import type { Subject } from '../../report/report.ts';
import type { EngineState } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import type { TimedRun } from './runs.ts';

/** Scans this far apart are of a schedule and not of one attempt. */
const APART = 20 * 60 * 60_000;

/**
 * Scan after scan finds patches missing, and nothing that was kept shows an installation. One scan proves no habit,
 * and a run that does not say what it did speaks against it.
 */
export function scanOnly(
  state: EngineState,
  picture: PatchPicture,
  told: readonly PatchTrouble[],
): PatchTrouble[] {
  const { runs, operation, summary } = picture;
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined || last.from - first.from < APART) return [];
  const isMissing =
    (summary !== null && summary.operation === 'Scan' && (summary.counts.missing ?? 0) > 0) ||
    [...operation.observations.values()].some(
      ({ cause, closed }) => cause === 'PATCH_MISSING_APPROVED' && closed === null,
    );
  const passed = told.some(
    ({ observation, recoveredBy }) => observation.cause === 'PATCH_MISSING_APPROVED' && recoveredBy !== null,
  );
  if (!isMissing || passed || !runs.every(isScan) || hasInstalled(state, picture)) return [];
  const line = last.run.lines.get('operation');
  const firstLine = first.run.lines.get('operation');
  if (line === undefined || firstLine === undefined) return [];
  return [
    {
      operation,
      observation: {
        ...observationOf('PATCH_SCAN_ONLY', subjectOf(runs), line),
        confidence: 'medium',
        context: [firstLine],
        captures: { scans: String(runs.length) },
      },
      recoveredBy: null,
    },
  ];
}

function isScan({ run }: TimedRun): boolean {
  return run.facts.get('operation') === 'Scan';
}

function hasInstalled(state: EngineState, { states, summary }: PatchPicture): boolean {
  if (summary !== null && summary.operation !== 'Scan') return true;
  if (states !== null && states.waitingSince !== null) return true;
  for (const { facts, scope } of state.operations.values()) {
    if (/InstallWindowsUpdates|ApplyPatchBaseline/.test(facts.get('documentName') ?? '')) return true;
    if (scope.kind === 'run' && facts.get('operation') === 'Install') return true;
    // The module of Windows names its logs after what it did.
    if (scope.kind === 'package-log' && /\/Install-[^/]*$/i.test(scope.file)) return true;
  }
  return false;
}

function subjectOf(runs: readonly TimedRun[]): Subject | null {
  const associations = new Set(runs.map(({ run }) => run.scope.associationId));
  const [only] = associations;
  return associations.size === 1 && only != null ? { kind: 'association', id: only } : null;
}
