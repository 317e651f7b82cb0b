import type { CauseTexts } from '../../causes/catalogue.ts';

/** Areas and causes of trouble on the way to a list of updates; a scan that ended well has gone that way. */
const AREAS_OF_SEARCH = new Set(['aws', 'network', 'repository']);
const CAUSES_OF_SEARCH = new Set([
  'WU_DATASTORE_CORRUPT',
  'WU_POLICY_BLOCKED',
  'WU_SEARCH_FAILED',
  'WU_SERVICE_DISABLED',
  'WU_SERVICE_MISSING',
  'WU_WSUS_ERROR',
]);

/**
 * The kind of patching which, when a later run of it ended well, proves that trouble has passed that a log of the
 * update agent or of a package manager tells of: a scan for trouble with the search, an installation for the rest.
 */
export function workThatProves({ id, area }: CauseTexts): 'patch/scan' | 'patch/install' {
  return AREAS_OF_SEARCH.has(area) || CAUSES_OF_SEARCH.has(id) ? 'patch/scan' : 'patch/install';
}
