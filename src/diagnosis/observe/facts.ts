import { LIMITS } from '../limits.ts';
import type { EngineState, OperationScope, OperationState, Sighting } from '../model.ts';
import { noteAgentReboot, noteBoot } from '../patching/note.ts';
import { FACT_GROUPS } from '../scan/matchers.ts';
import { noteAgentPackage } from './agent-package.ts';
import type { RecordPlace } from './record-place.ts';
import { noteBegun } from './schedules.ts';
import { noteAgentStart, noteAgentStop } from './starts.ts';

/** Facts about patch runs whose lines prove what follows from comparing runs. */
const SHOWN_FACTS: ReadonlySet<string> = new Set([
  'operation',
  'baselineId',
  'patchGroup',
  'noPatchGroup',
  'override',
  'rebootOption',
]);

/** Facts that are more than a word about a run: they are about the node or an association, or change with the time. */
const OF_MORE_THAN_A_RUN: ReadonlySet<string> = new Set([
  'documentName',
  'region',
  'boot',
  'bootEpoch',
  'rebootRequested',
  'workerStart',
  'agentStop',
  'associationBegun',
  'agentRemoved',
  'agentInstalled',
]);

/** A fact about a run, and where in the text its line begins to tell it. */
export interface RunFact {
  readonly name: string;
  readonly value: string;
  readonly at: number;
}

/** The facts about its run that a line tells; null when it tells others, too. */
export function runFactsIn({ groups = {}, index }: RegExpExecArray): RunFact[] | null {
  const facts: RunFact[] = [];
  for (const name of FACT_GROUPS) {
    const value = groups[name];
    if (value === undefined) continue;
    if (OF_MORE_THAN_A_RUN.has(name)) return null;
    if (value !== '') facts.push({ name, value: value.slice(0, 100), at: index });
  }
  return facts;
}

/** Enters a fact about a run; `sighting` gives the line that tells it. */
export function noteRunFact(
  operation: OperationState,
  { name, value, at }: RunFact,
  sighting: (at: number) => Sighting,
): void {
  // The agent names documents of associations; it runs none itself.
  if (operation.scope.kind === 'agent') return;
  noteFact(operation, name, value);
  if (SHOWN_FACTS.has(name) && !operation.factLines.has(name)) operation.factLines.set(name, sighting(at));
}

/** A run that installs scans before and after it, too. */
function noteFact({ facts }: OperationState, name: string, value: string): void {
  if (name === 'operation' && facts.get(name) === 'Install') return;
  facts.set(name, value);
}

/** Enters what a line tells of its run and of the node. */
export function absorbFacts(
  state: EngineState,
  place: RecordPlace,
  { groups = {}, index }: RegExpExecArray,
): void {
  for (const name of FACT_GROUPS) {
    const value = groups[name];
    if (value === undefined || value === '') continue;
    if (name === 'boot') noteBoot(state, place.sighting(index));
    else if (name === 'bootEpoch') noteBootAt(state, place.sighting(index), Number(value));
    else if (name === 'workerStart') noteAgentStart(state, place.sighting(index));
    else if (name === 'agentStop') noteAgentStop(state, place.sighting(index));
    else if (name === 'associationBegun') noteBegunIn(state, place, place.sighting(index));
    else if (name === 'agentRemoved') noteAgentPackage(state, 'removed', place, place.sighting(index));
    else if (name === 'agentInstalled') noteAgentPackage(state, 'installed', place, place.sighting(index));
    else if (name === 'rebootRequested') noteAgentReboot(state, place.sighting(index));
    else noteRunFact(place.operation, { name, value: value.slice(0, 100), at: index }, place.sighting);
  }
  const { documentName } = groups;
  const association = groups.association ?? associationOf(place.operation.scope);
  if (documentName !== undefined && association != null) noteDocumentName(state, association, documentName);
  if (groups.region !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(groups.region))
    state.facts.region ??= groups.region;
}

/** The line names the association in its contexts only. */
function noteBegunIn(state: EngineState, { operation }: RecordPlace, sighting: Sighting): void {
  const association = associationOf(operation.scope);
  if (association !== null) noteBegun(state, association, sighting);
}

/** A start of the system by seconds since 1970; 0 stands for "never". */
function noteBootAt(state: EngineState, sighting: Sighting, seconds: number): void {
  if (!(seconds > 0)) return;
  const { order } = sighting.moment;
  noteBoot(state, { ...sighting, moment: { at: Math.round(seconds * 1000), clock: 'utc', order } });
}

/** Remembers which document an association runs. */
export function noteDocumentName(state: EngineState, associationId: string, name: string): void {
  if (state.documentNames.size < LIMITS.associations || state.documentNames.has(associationId))
    state.documentNames.set(associationId, name.slice(0, 128));
}

/** The association that an operation is, or is a run of. */
export function associationOf(scope: OperationScope): string | null {
  return scope.kind === 'association' || scope.kind === 'run' ? scope.associationId : null;
}
