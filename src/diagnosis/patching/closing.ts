import type { PatchCounts } from '../../../parsers/state/patch-inventory.ts';
import type { Observation, OperationState, Sighting } from '../model.ts';
import { COUNTED } from './counts.ts';
import type { PatchSummary } from './facts.ts';
import type { PatchPicture } from './picture.ts';

/** What of the picture proves that a state told by a run's output has passed; null when nothing does. */
export function closedByPicture(
  { summary, boot }: PatchPicture,
  operation: OperationState,
  observation: Observation,
  /** When it was told, milliseconds UTC. */
  time: number | null,
): Sighting | null {
  const { cause } = observation;
  if (operation.scope.kind !== 'run' || time === null) return null;
  if (observation.passesWith !== 'node' && cause !== 'PATCH_INSTALL_FAILED') return null;
  const counted = summary === null ? null : countedAsNone(summary, cause);
  if (counted !== null && (summary?.endedAt ?? 0) >= time) return counted;
  return cause === 'PATCH_REBOOT_PENDING' && boot !== null && boot.at > time ? boot.sighting : null;
}

function countedAsNone(summary: PatchSummary, cause: string): Sighting | null {
  const none = (count: keyof PatchCounts): boolean => summary.counts[count] === 0;
  if (cause === 'PATCH_NONCOMPLIANT')
    return summary.severity === null && COUNTED.every(([count]) => none(count)) ? summary.place : null;
  // What failed to install is missing in the next scan.
  if (cause === 'PATCH_INSTALL_FAILED' && !none('missing')) return null;
  const count = COUNTED.find(([, counted]) => counted === cause)?.[0];
  return count !== undefined && none(count) ? (summary.places.get(count) ?? null) : null;
}
