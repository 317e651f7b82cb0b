import { createHash } from 'node:crypto';
import type { ComplianceItem } from '../service/requests.ts';

/**
 * The service ignores a request whose hash it knows. So the hash must stay the same while nothing changes, although
 * each failed run is quoted from its own log, and must change with all that a person would call a change. Therefore:
 * - counts of records, the last time and the time of the run stand in no item: stored with an unchanged hash they
 *   would soon be wrong, and say that a cause is older than it is. (They stand in the inventory.)
 * - where and when the quoted line stands (`File`, `Line`, `ObservedAt`, …), and the example of a template, stays true once stored, and is not hashed.
 * - in quoted text, times and ids of runs are not hashed; everything else is: other numbers, other words, more causes.
 */
const NOT_HASHED: ReadonlySet<string> = new Set([
  'Example',
  'File',
  'Line',
  'FirstSeen',
  'ObservedAt',
  'RecoveredAt',
  'CommandId',
]);
const QUOTED: ReadonlySet<string> = new Set(['DetailedText', 'Facts']);

const TIMES_AND_RUNS = new RegExp(
  [
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/,
    /\b(?:20|19)\d\d[-/]\d\d[-/]\d\d(?:[T ,]{1,2}\d\d[:-]\d\d[:-]\d\d)?(?:[.,]\d{1,9})?(?:Z|[ ]?[+-]\d\d:?\d\d)?\b/,
    /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}\d\d?\b/,
    /\b\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** SHA-256, in hex, of the canonical JSON of the items without their times. */
export function itemContentHash(items: readonly ComplianceItem[]): string {
  return createHash('sha256')
    .update(JSON.stringify(items.map(timeless)))
    .digest('hex');
}

function timeless({ Id, Title, Severity, Status, Details }: ComplianceItem): unknown {
  const details = Object.entries(Details)
    .filter(([key]) => !NOT_HASHED.has(key))
    .map(([key, value]) => [key, QUOTED.has(key) ? value.replace(TIMES_AND_RUNS, '<*>') : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { Details: Object.fromEntries(details), Id, Severity, Status, Title };
}
