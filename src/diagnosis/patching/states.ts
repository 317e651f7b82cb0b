import type { Observation } from '../model.ts';

/** Causes that say how the node stands, not that a run went wrong: a run that ends well does not mend them. */
const STATES: ReadonlySet<string> = new Set([
  'PATCH_AVAILABLE_SECURITY_UPDATE',
  'PATCH_MISSING_APPROVED',
  'PATCH_NONCOMPLIANT',
  'PATCH_REBOOT_PENDING',
  'PATCH_REJECTED_INSTALLED',
]);

/** Does it tell a state of the node's patches? Failed ones are one where they are counted. */
export function isPatchState({ cause, captures }: Pick<Observation, 'cause' | 'captures'>): boolean {
  return STATES.has(cause) || (cause === 'PATCH_INSTALL_FAILED' && captures.failed !== undefined);
}
