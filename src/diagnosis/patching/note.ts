import type { Catalogue } from '../../causes/catalogue.ts';
import { LIMITS } from '../limits.ts';
import type { EngineState, Moment, OperationState, Sighting, SuccessSighting } from '../model.ts';
import { compareMoments } from '../moments.ts';
import { complianceOf } from './compliance.ts';
import type { PatchRun } from './facts.ts';

/** Starts of the system that are remembered: the last one counts, and a date may turn out to be wrong. */
const BOOTS = 8;

/** Remembers that the system started, from a line that says so. */
export function noteBoot(state: EngineState, sighting: Sighting): void {
  const { patching } = state;
  if (patching.boots.some((known) => known.file === sighting.file && known.line === sighting.line)) return;
  const latestFirst = [...patching.boots, sighting].sort((a, b) => compareMoments(b.moment, a.moment));
  patching.boots = latestFirst.slice(0, BOOTS);
}

/** Remembers that a step asked the agent for a restart; the latest request counts. */
export function noteAgentReboot(state: EngineState, sighting: Sighting): void {
  const known = state.patching.agentReboot;
  if (known === null || compareMoments(known.moment, sighting.moment) < 0)
    state.patching.agentReboot = sighting;
}

/** Remembers a run of a patching document, to be compared with the others; of very many the newest. */
export function notePatchRun(
  state: EngineState,
  catalogue: Catalogue,
  operation: OperationState,
  proof: SuccessSighting | null,
): void {
  const { scope, key } = operation;
  if (scope.kind !== 'run') return;
  const { runs } = state.patching;
  const bad = badVerdict(operation);
  const verdictLine = bad ?? complianceOf(catalogue, operation);
  const moments = momentsIn(operation);
  runs.set(key, {
    key,
    scope,
    steps: [...operation.steps],
    facts: new Map(operation.facts),
    lines: new Map(operation.factLines),
    startedAt: operation.startedAt ?? moments.reduce<Moment | null>(earliest, null),
    seenLast: moments.reduce<Moment | null>(latest, null),
    verdict: verdictLine === null ? null : bad === null ? 'compliant' : 'non-compliant',
    verdictLine,
    proof,
  });
  if (runs.size > LIMITS.patchRuns) runs.delete(oldest(runs));
}

function badVerdict(operation: OperationState): Sighting | null {
  const states = [...operation.observations.values()].filter(
    (observation) => observation.closed === null && observation.passesWith === 'node',
  );
  const said = states.find(({ cause }) => cause === 'PATCH_NONCOMPLIANT') ?? states[0];
  return said?.last ?? null;
}

/** The times of its own lines. */
function momentsIn({ factLines, observations, success }: OperationState): Moment[] {
  const seen = [...observations.values()].filter(({ family }) => family === 'output');
  const sightings = [...factLines.values(), ...seen.flatMap(({ first, last }) => [first, last])];
  if (success !== null) sightings.push(success);
  return sightings.map(({ moment }) => moment).filter(({ at, clock }) => at !== null && clock === 'local');
}

function earliest(known: Moment | null, moment: Moment): Moment {
  return known === null || compareMoments(moment, known) < 0 ? moment : known;
}

function latest(known: Moment | null, moment: Moment): Moment {
  return known === null || compareMoments(moment, known) > 0 ? moment : known;
}

/** Called for each run, so that it does without the objects of a `for`. */
function oldest(runs: ReadonlyMap<string, PatchRun>): string {
  let key = '';
  let start = Number.POSITIVE_INFINITY;
  runs.forEach((run) => {
    const at = run.startedAt?.at ?? 0;
    if (at >= start) return;
    start = at;
    key = run.key;
  });
  return key;
}
