import type { Catalogue } from '../../causes/catalogue.ts';
import type { Harmless, Unrecognized } from '../../report/report.ts';
import type { EngineState } from '../model.ts';
import { evidenceOf } from './evidence.ts';
import type { Timeline } from './timeline.ts';

/** Error lines that no cause knows, most frequent first. */
export function unrecognizedOf(state: EngineState, timeline: Timeline): Unrecognized[] {
  const clusters = [...state.unknown.values()].sort(
    (a, b) => b.count - a.count || (a.first.file < b.first.file ? -1 : 1),
  );
  return clusters.map(({ template, count, first, last }) => ({
    template: template.join(' '),
    count,
    firstSeen: timeline.iso(first.moment),
    lastSeen: timeline.iso(last.moment),
    evidence: (count === 1 ? [first] : [last, first]).map((sighting) => evidenceOf(sighting, timeline)),
  }));
}

/** Lines that look like trouble and are none, most frequent first. */
export function harmlessOf(state: EngineState, catalogue: Catalogue, timeline: Timeline): Harmless[] {
  const why = new Map(catalogue.harmless.map((line) => [line.id, line.why]));
  return [...state.harmless]
    .sort(([a, left], [b, right]) => right.count - left.count || (a < b ? -1 : 1))
    .map(([id, { count, first }]) => ({
      id,
      count,
      why: why.get(id) ?? '',
      evidence: [evidenceOf(first, timeline)],
    }));
}
