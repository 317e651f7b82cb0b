import { parseRunId } from '../../../parsers/run-id.ts';
import type { Announcement, AssociationSchedule, EngineState, OperationState } from '../model.ts';
import { uneventful } from '../observe/operations.ts';
import { ANNOUNCEMENTS_KEPT } from '../observe/schedules.ts';
import { observationOf } from '../observe/state-observation.ts';
import { operationKey } from '../operation-key.ts';
import type { LoggedTrouble } from './restart-loop.ts';
import type { Timeline } from './timeline.ts';

const MINUTE = 60_000;
/** A long run of another association holds up the rest for as long; the agent calls it stuck after two hours. */
const LONG_OVERDUE = 3 * 60 * MINUTE;
/** Between the time that was set for a run and the id of the run. */
const SLACK = MINUTE;
/** What holds up all other associations, and is told itself. */
const HOLDING_UP: ReadonlySet<string> = new Set(['ASSOC_STUCK_IN_PROGRESS', 'ASSOC_PREVIOUS_RUN_ACTIVE']);

/**
 * Associations that the agent goes on to announce as due, and does not begin. Only the agent's own words are proof:
 * one announcement in the past may be of a start after a night without power.
 */
export function waitingAssociations(state: EngineState, timeline: Timeline): LoggedTrouble[] {
  const troubles: LoggedTrouble[] = [];
  for (const [id, schedule] of state.schedules) {
    const since = waitingSince(state, timeline, id, schedule);
    const [last] = schedule.latest;
    if (since === null || last === undefined || isHeldUp(state, timeline, since)) continue;
    const first = schedule.latest.at(-1) ?? last;
    const hours = Math.floor(((timeline.sortKey(last.moment) ?? since) - since) / (60 * MINUTE));
    troubles.push({
      operation: operationOfAssociation(state, id),
      observation: {
        ...observationOf('ASSOC_PENDING', { kind: 'association', id }, last),
        family: 'agent',
        confidence: 'medium',
        first,
        captures: { dueSince: new Date(since).toISOString(), hours: String(hours) },
      },
      recoveredBy: null,
    });
  }
  return troubles;
}

/** Since when it waits, milliseconds UTC; null when it does not, or for too short a time. */
function waitingSince(
  state: EngineState,
  timeline: Timeline,
  id: string,
  { earliest, latest, begun }: AssociationSchedule,
): number | null {
  const [last] = latest;
  // Times of runs are UTC: without the zone of the log it is not known what is overdue.
  if (last === undefined || latest.length < ANNOUNCEMENTS_KEPT || timeline.iso(last.moment) === null)
    return null;
  const began = lastBegin(timeline, state.latestRuns.get(id), begun);
  const since = latest.every((one) => isDueNow(one, timeline))
    ? neverBegun(began, timeline.sortKey(earliest.moment))
    : overdueSince(latest, began, timeline);
  const ended = timeline.sortKey(last.moment);
  return since === null || ended === null || ended - since < LONG_OVERDUE ? null : since;
}

/** An association with nothing behind it is set to run at once by each refresh, and keeps no time. */
function neverBegun(began: number | null, earliest: number | null): number | null {
  return began === null ? earliest : null;
}

function overdueSince(
  latest: readonly Announcement[],
  began: number | null,
  timeline: Timeline,
): number | null {
  const due = latest[0]?.due ?? 0;
  const isOverdue = latest.every(
    (one) => one.due === due && (timeline.sortKey(one.moment) ?? 0) > due + SLACK,
  );
  return isOverdue && (began === null || began < due - SLACK) ? due : null;
}

function isDueNow({ moment, due }: Announcement, timeline: Timeline): boolean {
  return Math.abs((timeline.sortKey(moment) ?? Number.NaN) - due) <= SLACK;
}

function lastBegin(
  timeline: Timeline,
  runId: string | undefined,
  begun: AssociationSchedule['begun'],
): number | null {
  const times = [parseRunId(runId ?? ''), begun === null ? null : timeline.sortKey(begun.moment)];
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function isHeldUp({ operations }: EngineState, timeline: Timeline, since: number): boolean {
  for (const { observations } of operations.values())
    for (const { cause, last } of observations.values())
      if (HOLDING_UP.has(cause) && (timeline.sortKey(last.moment) ?? 0) >= since) return true;
  return false;
}

/** The operation of an association, which may not have one of its own: nothing went wrong in its runs. */
export function operationOfAssociation(state: EngineState, associationId: string): OperationState {
  const scope = { kind: 'association', associationId } as const;
  return state.operations.get(operationKey(scope)) ?? uneventful(scope);
}
