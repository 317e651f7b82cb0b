import type { EngineState, Moment, OperationState, Sighting } from '../model.ts';

/** Turns the moments of a node into UTC, as far as its zone is known. */
export interface Timeline {
  /** Milliseconds UTC; with an unknown zone local times count as UTC, which keeps their order. */
  sortKey(moment: Moment): number | null;
  /** ISO 8601; null when the zone of a local time is not known. */
  iso(moment: Moment): string | null;
  /** Changes of files later than this (milliseconds UTC) are of the copying, not of the node; null on a live one. */
  readonly latestChange: number | null;
}

/** How a zone name and the votes of run ids place local times. */
export function timelineOf(state: EngineState, latestChange: number | null = null): Timeline {
  const voted = winner(state.zoneVotes);
  const { zone } = state.facts;
  const named = zone === null ? null : zoneOffsets(zone);
  const offsetAt = (at: number): number | null => named?.(at) ?? voted;
  const utc = ({ at, clock }: Moment): number | null => {
    if (at === null || clock !== 'local') return at;
    const offset = offsetAt(at);
    return offset === null ? null : at - offset * 60_000;
  };
  return {
    sortKey: (moment) => (isOfTheCopying(moment, latestChange) ? null : (utc(moment) ?? moment.at)),
    iso: (moment) => isoOf(utc(moment)),
    latestChange,
  };
}

/** A date later than all that the evidence names. */
function isOfTheCopying({ at, clock }: Moment, latestChange: number | null): boolean {
  return clock === 'file' && at !== null && latestChange !== null && at > latestChange;
}

/** ISO 8601 of milliseconds UTC; null for what no date can hold. */
export function isoOf(time: number | null): string | null {
  if (time === null || !Number.isFinite(time) || Math.abs(time) > 8.64e15) return null;
  return new Date(time).toISOString();
}

/** When an operation last showed: its own time, then what its lines say, then its folder. */
export function endOf(operation: OperationState, timeline: Timeline): number | null {
  const started = operation.startedAt === null ? null : timeline.sortKey(operation.startedAt);
  if (started !== null) return started;
  let latest: number | null = null;
  for (const { last } of operation.observations.values()) {
    const time = timeline.sortKey(last.moment);
    if (time !== null && (latest === null || time > latest)) latest = time;
  }
  return latest ?? changeOf(operation, timeline);
}

function changeOf({ folder }: OperationState, { latestChange }: Timeline): number | null {
  if (folder === null) return null;
  return latestChange === null ? folder.modified : Math.min(folder.modified, latestChange);
}

/** Is `a` later than `b`? Without two times the order of reading decides. */
export function isAfter(timeline: Timeline, a: Sighting, b: Sighting): boolean {
  const left = timeline.sortKey(a.moment);
  const right = timeline.sortKey(b.moment);
  if (left !== null && right !== null && left !== right) return left > right;
  return a.moment.order > b.moment.order;
}

function winner(votes: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [minutes, count] of votes) {
    if (count > most) {
      best = minutes;
      most = count;
    }
  }
  return best;
}

/** The offset of a named zone at a local time (milliseconds); null always for a name that is none. */
function zoneOffsets(zone: string): (local: number) => number | null {
  const atUtc = utcOffsets(zone);
  return (local) => {
    const near = atUtc(local);
    if (near === null) return null;
    const closer = atUtc(local - near * 60_000);
    // Around a change of the clocks the first guess may be of the wrong side.
    return closer === near || closer === null ? near : atUtc(local - closer * 60_000);
  };
}

function utcOffsets(zone: string): (utc: number) => number | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return () => null;
  }
  return (utc) => {
    const name = format.formatToParts(utc).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
    if (match === null) return null;
    const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
    return match[1] === '-' ? -minutes : minutes;
  };
}
