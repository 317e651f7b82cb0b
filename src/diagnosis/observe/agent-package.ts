import { parsePackageStamp } from '../../../parsers/package-log/stamp.ts';
import type { AgentPackage, EngineState, Sighting } from '../model.ts';
import { compareMoments } from '../moments.ts';
import type { RecordPlace } from './record-place.ts';

/** Remembers that the package manager took the agent off the node, or put it there; the latest of each counts. */
export function noteAgentPackage(
  state: EngineState,
  what: keyof AgentPackage,
  { text }: RecordPlace,
  sighting: Sighting,
): void {
  const time = parsePackageStamp(text);
  if (time === null) return;
  const { order } = sighting.moment;
  const stamped = { ...sighting, stamp: time.stamp, moment: { at: time.at, clock: time.clock, order } };
  const known = state.agentPackage[what];
  if (known === null || compareMoments(known.moment, stamped.moment) < 0) state.agentPackage[what] = stamped;
}
