import type { CauseTexts } from '../causes/catalogue.ts';
import { idForm, nearIds } from '../causes/explain/near-ids.ts';
import { UsageError } from './usage-error.ts';

/** Characters of what was asked for that an error repeats. */
const REPEATED = 60;

/**
 * The id of a cause that was asked for, in letters of either case.
 *
 * @throws UsageError that names those that may have been meant
 */
export function causeNamed(command: string, asked: string, causes: ReadonlyMap<string, CauseTexts>): string {
  const id = idForm(asked);
  if (causes.has(id)) return id;
  const shown = asked.length > REPEATED ? `${asked.slice(0, REPEATED)}…` : asked;
  const near = nearIds(asked, [...causes.values()]);
  const advice = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'ssm-doctor explain lists all causes';
  throw new UsageError(`${command} '${shown}': expected the id of a cause; ${advice}`);
}
