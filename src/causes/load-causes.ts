import type { CauseTexts } from './catalogue.ts';
import { CAUSES_JSON } from './generated/causes.ts';

/** The causes of every platform, without their patterns, by id: all that commands need which read no logs. */
export function loadCauses(): CauseTexts[] {
  return JSON.parse(CAUSES_JSON) as CauseTexts[];
}
