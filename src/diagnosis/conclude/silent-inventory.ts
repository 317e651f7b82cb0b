import type { Catalogue } from '../../causes/catalogue.ts';
import type { AssociationSchedule, EngineState, Sighting } from '../model.ts';
import { observationOf } from '../observe/state-observation.ts';
import type { LoggedTrouble } from './restart-loop.ts';
import type { Timeline } from './timeline.ts';
import { operationOfAssociation } from './waiting-associations.ts';

const DAY = 24 * 60 * 60_000;
/** An inventory that is due is taken within hours; longer than the longest difference between two time zones. */
const STALE = 3 * DAY;
const INVENTORY = /(?:^|\/)AWS-GatherSoftwareInventory$/;

/**
 * The association that collects the inventory is no longer on the list that the agent goes on to refresh, and its
 * time has passed: nothing collects the inventory any more. That other associations are listed is the proof.
 */
export function silentInventory(
  state: EngineState,
  catalogue: Catalogue,
  timeline: Timeline,
): LoggedTrouble[] {
  const inventories = [...state.schedules].filter(([id]) =>
    INVENTORY.test(state.documentNames.get(id) ?? ''),
  );
  const others = [...state.schedules].filter(([id]) => !INVENTORY.test(state.documentNames.get(id) ?? ''));
  const last = newest(inventories, timeline);
  const still = newest(others, timeline);
  if (last === null || still === null) return [];
  const [announced] = last.schedule.latest;
  if (announced === undefined) return [];
  const kept = Math.max(last.at, announced.due, uploadedAt(state, catalogue, timeline));
  if (still.at - kept < STALE) return [];
  return [
    {
      operation: operationOfAssociation(state, last.id),
      observation: {
        ...observationOf('INVENTORY_STALE', { kind: 'association', id: last.id }, announced),
        family: 'agent',
        confidence: 'medium',
        context: [still.sighting],
        captures: {
          dueAt: new Date(announced.due).toISOString(),
          days: String(Math.floor((still.at - kept) / DAY)),
        },
      },
      recoveredBy: null,
    },
  ];
}

interface LastHeard {
  readonly id: string;
  readonly schedule: AssociationSchedule;
  readonly sighting: Sighting;
  readonly at: number;
}

/** The association among these that the agent announced last. */
function newest(
  schedules: readonly (readonly [id: string, schedule: AssociationSchedule])[],
  timeline: Timeline,
): LastHeard | null {
  let last: LastHeard | null = null;
  for (const [id, schedule] of schedules) {
    const [sighting] = schedule.latest;
    const at = sighting === undefined ? null : timeline.sortKey(sighting.moment);
    if (sighting !== undefined && at !== null && (last === null || at > last.at))
      last = { id, schedule, sighting, at };
  }
  return last;
}

/** When inventory was last uploaded, whoever started it; minus infinity when the log tells of no time. */
function uploadedAt({ agentSuccesses }: EngineState, catalogue: Catalogue, timeline: Timeline): number {
  const times = catalogue.successes
    .filter(({ reach, recovers }) => reach === 'agent' && recovers.causes?.includes('INVENTORY_STALE'))
    .map(({ id }) => agentSuccesses.get(id)?.[0])
    .map((latest) => (latest === undefined ? null : timeline.sortKey(latest.moment)));
  return Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => time !== null));
}
