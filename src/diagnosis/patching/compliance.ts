import type { Catalogue } from '../../causes/catalogue.ts';
import type { OperationState, SuccessSighting } from '../model.ts';

/** The line with which a run says that the node is compliant; null when it does not. */
export function complianceOf(catalogue: Catalogue, { success }: OperationState): SuccessSighting | null {
  if (success === null) return null;
  const known = catalogue.successes.find(({ id }) => id === success.success);
  return known?.recovers.causes?.includes('PATCH_NONCOMPLIANT') === true ? success : null;
}
