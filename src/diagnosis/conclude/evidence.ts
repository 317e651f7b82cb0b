import type { Evidence } from '../../report/report.ts';
import type { Sighting } from '../model.ts';
import type { Timeline } from './timeline.ts';

/** A sighting as the report shows it. */
export function evidenceOf(sighting: Sighting, timeline: Timeline): Evidence {
  const { file, line, stamp, excerpt, moment } = sighting;
  return { file, line, time: { raw: stamp, utc: timeline.iso(moment) }, excerpt };
}
