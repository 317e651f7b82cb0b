import { utcOf } from '../../../parsers/agent-log/stamp.ts';
import type { Timeline } from '../conclude/timeline.ts';
import type { EngineState, Sighting } from '../model.ts';
import type { NodeNow } from './now.ts';

/** A start of the system. */
export interface Boot {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly sighting: Sighting;
}

/** Clocks that are set during a start may be ahead of what is written later. */
const SLACK = 60 * 60_000;

/** The latest start of the system that is known: on a live node its own word, else what logs and records tell. */
export function lastBoot(state: EngineState, timeline: Timeline, node: NodeNow): Boot | null {
  if (node.boot !== null) return node.boot;
  let last: Boot | null = null;
  for (const sighting of state.patching.boots) {
    const at = timeOfStamp(sighting, timeline, node.now);
    if (at === null || (node.now !== null && at > node.now + SLACK)) continue;
    if (last === null || at > last.at)
      last = { at, sighting: { ...sighting, moment: { ...sighting.moment, at, clock: 'utc' } } };
  }
  return last;
}

/** When a line was written, milliseconds UTC, also where its stamp leaves out the year. */
export function timeOfStamp(
  { moment, stamp }: Sighting,
  timeline: Timeline,
  now: number | null,
): number | null {
  if (moment.at !== null) return timeline.sortKey(moment);
  if (/^\d{4}-\d{2}-\d{2}T/.test(stamp)) {
    const time = Date.parse(stamp);
    return Number.isNaN(time) ? null : time;
  }
  const local = now === null ? null : withYear(stamp, now);
  return local === null ? null : timeline.sortKey({ at: local, clock: 'local', order: moment.order });
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WITHOUT_YEAR = /^([A-Z][a-z]{2}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2})$/;
const A_DAY = 24 * 60 * 60_000;

/** Local time of a stamp such as `Nov 22 03:10:11`: of the last year in which it does not lie in the future. */
function withYear(stamp: string, now: number): number | null {
  const match = WITHOUT_YEAR.exec(stamp);
  if (match === null) return null;
  const [, name = '', day, hour, minute, second] = match;
  const year = new Date(now).getUTCFullYear();
  for (const candidate of [year + 1, year, year - 1]) {
    const month = MONTHS.indexOf(name) + 1;
    const at = utcOf(candidate, month, Number(day), Number(hour), Number(minute), Number(second));
    if (at !== null && at <= now + A_DAY) return at;
  }
  return null;
}
