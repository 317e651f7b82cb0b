import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** The system started after its patches were last looked at, and they were waiting for just that. */
export function staleAfterRestart(
  { boot, operation }: PatchPicture,
  told: readonly PatchTrouble[],
): PatchTrouble[] {
  if (boot === null) return [];
  const waited = told.find(
    ({ observation, recoveredBy }) =>
      observation.cause === 'PATCH_REBOOT_PENDING' && recoveredBy === boot.sighting,
  );
  if (waited === undefined) return [];
  const { last, subject, captures } = waited.observation;
  return [
    {
      operation,
      observation: {
        ...observationOf('PATCH_SCAN_STALE', subject, last),
        context: [boot.sighting],
        captures,
      },
      recoveredBy: null,
    },
  ];
}
