import { COMPLIANCE_TYPE_NAME, INVENTORY_ITEM_TYPE_NAME } from './limits.ts';
import { sendableLine } from './sendable.ts';

export const DEFAULT_COMPLIANCE_TYPE = 'Custom:SsmDoctor';
export const DEFAULT_INVENTORY_TYPE = 'Custom:SsmDoctor';

/** A name that the service or the agent would refuse; the message is one sentence for a person. */
export class TypeNameError extends Error {
  override readonly name = 'TypeNameError';
}

/**
 * A type of compliance items of one's own. The model takes names without `Custom:`, too; those are the service's.
 *
 * @throws TypeNameError
 */
export function parseComplianceType(text: string): string {
  const { pattern, maxLength } = COMPLIANCE_TYPE_NAME;
  if (text.startsWith('Custom:') && pattern.test(text) && text.length <= maxLength) return text;
  throw new TypeNameError(
    'expected a compliance type such as Custom:SsmDoctor (Custom:, then two or more letters, digits or underscores, ' +
      `at most ${maxLength} characters in all; a hyphen only in the first place, no dots, no spaces), found ${quoted(text)}`,
  );
}

/**
 * A type of custom inventory. The user guide wants a capital after `Custom:`; Glue makes the name one of a table, so
 * that anything but letters, digits and underscores would be in the way there.
 *
 * @throws TypeNameError
 */
export function parseInventoryType(text: string): string {
  const { pattern, maxLength } = INVENTORY_ITEM_TYPE_NAME;
  if (pattern.test(text) && /^Custom:[A-Z]\w*$/.test(text) && text.length <= maxLength) return text;
  throw new TypeNameError(
    'expected an inventory type such as Custom:SsmDoctor (Custom:, then a capital and letters, digits or underscores, ' +
      `at most ${maxLength} characters in all), found ${quoted(text)}`,
  );
}

function quoted(text: string): string {
  return text === '' ? 'an empty name' : `"${sendableLine(text, 120)}"`;
}
