import type { CauseTexts } from '../../causes/catalogue.ts';

/** Areas of trouble on the way to a list of updates; a scan that ended well has gone that way. */
const AREAS_OF_SEARCH = new Set(['aws', 'network', 'repository']);

/**
 * The kind of patching which, when a later run of it ended well, proves that trouble has passed that a log of the
 * update agent or of a package manager tells of: a scan for trouble with the search, an installation for the rest.
 */
export function workThatProves({ area, provenBy }: CauseTexts): 'patch/scan' | 'patch/install' {
  return AREAS_OF_SEARCH.has(area) || provenBy === 'scan' ? 'patch/scan' : 'patch/install';
}
