import type { EngineState, OperationState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';
import type { TimedRun } from './runs.ts';

const HOUR = 60 * 60_000;
const PATCHING = /^AWS-(?:RunPatchBaseline|ApplyPatchBaseline|PatchInstance|PatchAsgInstance)/;
/** Gaps between runs of an association that show its rhythm. */
const GAPS = 2;
/** Rhythms that may fail to come before the last look counts as old. */
const MISSED = 3;

/**
 * On a running machine: a patching document was accepted and no run of one ever began, or an association that patched
 * in a rhythm has fallen silent. On a copy what is missing may not have been copied.
 */
export function overdue(state: EngineState, picture: PatchPicture): PatchTrouble[] {
  const { node } = picture;
  if (!node.isLive || node.now === null) return [];
  return [...neverRun(state, picture, node.now), ...fellSilent(picture, node.now)];
}

function neverRun(state: EngineState, { summary, states }: PatchPicture, now: number): PatchTrouble[] {
  if (summary !== null || states !== null || state.patching.runs.size > 0) return [];
  const accepted = [...state.operations.values()]
    .filter(isAccepted)
    .sort((a, b) => (b.startedAt?.at ?? 0) - (a.startedAt?.at ?? 0));
  const [operation] = accepted;
  const line = operation?.factLines.get('documentName');
  const at = operation?.startedAt?.at ?? null;
  if (operation === undefined || line === undefined || at === null || now - at < HOUR) return [];
  const { scope } = operation;
  const id = scope.kind === 'run' ? scope.associationId : null;
  const subject = id === null ? null : ({ kind: 'association', id } as const);
  const observation = { ...observationOf('PATCH_NEVER_RUN', subject, line), confidence: 'medium' } as const;
  return [{ operation, observation, recoveredBy: null }];
}

function isAccepted({ scope, facts, steps }: OperationState): boolean {
  return scope.kind === 'run' && steps.size === 0 && PATCHING.test(facts.get('documentName') ?? '');
}

function fellSilent({ runs, summary, operation }: PatchPicture, now: number): PatchTrouble[] {
  const last = runs.at(-1);
  const association = last?.run.scope.associationId;
  if (last === undefined || association == null) return [];
  const rhythm = rhythmOf(runs.filter(({ run }) => run.scope.associationId === association));
  const lookedAt = Math.max(last.to, summary?.endedAt ?? 0);
  if (rhythm === null || now - lookedAt < MISSED * Math.max(rhythm, 8 * HOUR)) return [];
  const line = summary?.place ?? firstLine(last);
  if (line === null) return [];
  const observation = observationOf('PATCH_SCAN_STALE', { kind: 'association', id: association }, line);
  const captures = { everyHours: String(Math.round(rhythm / HOUR)) };
  return [{ operation, observation: { ...observation, confidence: 'medium', captures }, recoveredBy: null }];
}

/** The median of the gaps between runs, milliseconds; null when there are too few. */
function rhythmOf(runs: readonly TimedRun[]): number | null {
  const gaps = runs.slice(1).map(({ from }, index) => from - (runs[index]?.from ?? from));
  if (gaps.length < GAPS) return null;
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}

function firstLine({ run }: TimedRun): Sighting | null {
  return run.lines.get('operation') ?? run.verdictLine;
}
