import { observationOf } from '../observe/state-observation.ts';
import type { PatchPicture, PatchTrouble } from './picture.ts';

/** The document that judges its association by the node's patches, not only by how its run ended. */
const JUDGES_BY_PATCHES = 'AWS-RunPatchBaselineAssociation';
const COUNTED = ['missing', 'failed'] as const;

/** The association is non-compliant though it ran well: its document found patches missing or failed. */
export function judgedByPatches(
  { summary, operation }: PatchPicture,
  told: readonly PatchTrouble[],
): PatchTrouble[] {
  const { scope, facts } = operation;
  if (summary === null || scope.kind !== 'run' || scope.associationId === null) return [];
  if (facts.get('documentName') !== JUDGES_BY_PATCHES) return [];
  const count = COUNTED.find((name) => (summary.counts[name] ?? 0) > 0);
  const place = count === undefined ? undefined : summary.places.get(count);
  const isOver = told.some(
    ({ observation, recoveredBy }) => observation.last === place && recoveredBy !== null,
  );
  if (place === undefined || isOver) return [];
  const subject = { kind: 'association', id: scope.associationId } as const;
  const observation = observationOf('ASSOC_PATCH_NONCOMPLIANT', subject, place);
  return [{ operation, observation, recoveredBy: null }];
}
