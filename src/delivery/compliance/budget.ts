import { SEVERITIES, severityRank } from '../../report/order.ts';
import type { Severity } from '../../report/report.ts';
import type { ComplianceItem } from '../service/requests.ts';
import { detailsOf } from './details.ts';
import { ownId } from './item-id.ts';

/** More do not help a person, and the service takes 800 KB in a request at most. */
export const ITEMS_AT_MOST = 200;
/** Of the request in JSON. */
export const REQUEST_BYTES = 256 * 1024;
/** Kept free for the items that say what was left out. */
const ITEMS_ON_ITSELF = 2;
const BYTES_ON_ITSELF = 2_048;
/** Of lines that nobody knows more than these tell no more. */
const UNRECOGNIZED_AT_MOST = 20;

/** An item before it is made. */
export interface Draft {
  readonly kind: DraftKind;
  readonly id: string;
  /** What counts when items must be left out: of a cause, the worst that it brought about. */
  readonly weight: Severity;
  make(withExcerpt: boolean): ComplianceItem;
}

/** In the order in which they are kept. */
const KINDS = ['always', 'cause', 'unrecognized', 'area', 'recovered'] as const;
export type DraftKind = (typeof KINDS)[number];

/**
 * The items that fit, sorted by id. Excerpts go first, those of the least items first; then items: recovered causes,
 * areas, unknown lines, causes from the lowest severity up. What is missing is counted in items of its own.
 * `fixedBytes` is what the rest of the request takes.
 */
export function withinBudget(drafts: readonly Draft[], fixedBytes: number): ComplianceItem[] {
  const ranked = drafts.toSorted(byWorth);
  const lines = ranked.filter(({ kind }) => kind === 'unrecognized');
  const excess = new Set(lines.slice(UNRECOGNIZED_AT_MOST));
  const chosen = ranked.filter((draft) => !excess.has(draft)).slice(0, ITEMS_AT_MOST - ITEMS_ON_ITSELF);
  const fitted = fitInto(chosen, REQUEST_BYTES - BYTES_ON_ITSELF - fixedBytes);
  const kept = new Set(fitted.drafts);
  const left = ranked.filter((draft) => !kept.has(draft));
  const items = [...fitted.items, ...leftOutItem(left), ...shortenedItem(fitted.shortened)];
  return items.sort((a, b) => (a.Id < b.Id ? -1 : 1));
}

function byWorth(a: Draft, b: Draft): number {
  return (
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    severityRank(a.weight) - severityRank(b.weight) ||
    (a.id < b.id ? -1 : 1)
  );
}

interface Fitted {
  readonly drafts: readonly Draft[];
  readonly items: readonly ComplianceItem[];
  /** How many have lost their excerpt. */
  readonly shortened: number;
}

function fitInto(drafts: readonly Draft[], room: number): Fitted {
  const items = drafts.map((draft) => draft.make(true));
  const sizes = items.map(sizeOf);
  let total = sizes.reduce((sum, size) => sum + size, 0);
  const shortened = new Set<Draft>();
  for (let at = drafts.length - 1; at >= 0 && total > room; at--) {
    const draft = drafts[at];
    const size = sizes[at] ?? 0;
    const short = draft?.make(false);
    if (draft === undefined || short === undefined || sizeOf(short) >= size) continue;
    items[at] = short;
    sizes[at] = sizeOf(short);
    total -= size - sizeOf(short);
    shortened.add(draft);
  }
  let count = drafts.length;
  while (count > 0 && total > room) total -= sizes[--count] ?? 0;
  const kept = drafts.slice(0, count);
  return {
    drafts: kept,
    items: items.slice(0, count),
    shortened: kept.filter((draft) => shortened.has(draft)).length,
  };
}

/** With the comma after it. */
function sizeOf(item: ComplianceItem): number {
  return Buffer.byteLength(JSON.stringify(item)) + 1;
}

function leftOutItem(left: readonly Draft[]): ComplianceItem[] {
  if (left.length === 0) return [];
  const ofKind = (kind: DraftKind): readonly Draft[] => left.filter((draft) => draft.kind === kind);
  const causes = ofKind('cause');
  const lines = ofKind('unrecognized');
  const counts = SEVERITIES.map(
    (severity) => [severity, causes.filter(({ weight }) => weight === severity).length] as const,
  );
  const texts = [
    ...counts.map(([severity, count]) => [`active causes of severity ${severity}`, count] as const),
    ['unknown error lines', lines.length] as const,
    ['areas without trouble', ofKind('area').length] as const,
    ['recovered causes', ofKind('recovered').length] as const,
  ];
  const isOpen = causes.length + lines.length > 0;
  return [
    {
      Id: ownId('TRUNCATED', 'items'),
      Title: `Left out for lack of room: ${left.length} items`,
      Severity: counts.find(([, count]) => count > 0)?.[0] ?? 'INFORMATIONAL',
      Status: isOpen ? 'NON_COMPLIANT' : 'COMPLIANT',
      Details: detailsOf({
        DetailedText: texts
          .filter(([, count]) => count > 0)
          .map(([what, count]) => `${what}: ${count}`)
          .join('\n'),
      }),
    },
  ];
}

function shortenedItem(count: number): ComplianceItem[] {
  if (count === 0) return [];
  return [
    {
      Id: ownId('TRUNCATED', 'excerpts'),
      Title: `Without the proving line for lack of room: ${count} items`,
      Severity: 'INFORMATIONAL',
      Status: 'COMPLIANT',
      Details: detailsOf({ DetailedText: `The lines stand in the files that the items name: ${count}` }),
    },
  ];
}
