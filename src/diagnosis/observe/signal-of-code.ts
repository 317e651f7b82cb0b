import type { CatalogueSignal, Located } from '../../causes/catalogue.ts';
import type { CodedLine } from '../../causes/cause.ts';
import { lookUpCode } from '../../causes/codes/look-up.ts';

/**
 * The signal that a line with a result code is, as the code dictionary says; null when it does not know the code, or
 * the code says nothing by itself. From here on the match spells the code as reports do, and names it.
 */
export function signalOfCode(line: Located<CodedLine>, match: RegExpExecArray): CatalogueSignal | null {
  const entry = lookUpCode(match.groups?.code ?? '');
  if (entry === null || entry.cause === null) return null;
  Object.assign(match.groups ?? {}, { code: entry.code, codeName: entry.name });
  return { ...line, cause: entry.cause };
}
