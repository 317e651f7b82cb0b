import { parseRunId } from '../../../parsers/run-id.ts';
import { LIMITS } from '../limits.ts';
import type { Announcement, EngineState, Sighting } from '../model.ts';
import { compareMoments, earlier } from '../moments.ts';

/** Announcements that are remembered of each association, latest first: the agent repeats them every ten minutes. */
export const ANNOUNCEMENTS_KEPT = 3;

/** Remembers when the agent means to run an association next; `next` is as in its log: `2026-11-23T07-49-43.020Z`. */
export function noteSchedule(
  state: EngineState,
  association: string,
  next: string,
  sighting: Sighting,
): void {
  const due = parseRunId(next);
  if (due === null) return;
  const { schedules } = state;
  const known = schedules.get(association);
  if (known === undefined && schedules.size >= LIMITS.associations) return;
  const latest = known?.latest ?? [];
  if (latest.some(({ stamp }) => stamp === sighting.stamp)) return;
  const announced: Announcement[] = [...latest, { ...sighting, due }];
  announced.sort((a, b) => compareMoments(b.moment, a.moment));
  schedules.set(association, {
    earliest: known === undefined ? sighting : earlier(known.earliest, sighting),
    latest: announced.slice(0, ANNOUNCEMENTS_KEPT),
    begun: known?.begun ?? null,
  });
}

/** Remembers that the agent began to run an association; the latest time counts. */
export function noteBegun(state: EngineState, association: string, sighting: Sighting): void {
  const { schedules } = state;
  const known = schedules.get(association);
  if (known === undefined && schedules.size >= LIMITS.associations) return;
  const begun = known?.begun ?? null;
  schedules.set(association, {
    earliest: known?.earliest ?? sighting,
    latest: known?.latest ?? [],
    begun: begun === null || compareMoments(sighting.moment, begun.moment) > 0 ? sighting : begun,
  });
}
