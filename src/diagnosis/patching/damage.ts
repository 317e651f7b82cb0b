import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** Clocks differ; a day is more than they do. */
const SLACK = 24 * 60 * 60_000;

/** The list of patches cannot be read, or names a time that cannot be: the next patch run stops at it. */
export function damagedStates({ states, node, operation }: PatchPicture): PatchTrouble[] {
  if (states === null || states.damage === null) return [];
  const { waitingSince, damage } = states;
  const isUnreadable = waitingSince === null;
  const isImpossible =
    waitingSince !== null && (waitingSince < 0 || (node.now !== null && waitingSince > node.now + SLACK));
  if (!isUnreadable && !isImpossible) return [];
  const subject = { kind: 'file', id: damage.file } as const;
  const observation = observationOf('PATCH_STATE_FILE_CORRUPT', subject, damage);
  return [{ operation, observation: { ...observation, confidence: 'medium' }, recoveredBy: null }];
}
