import type { Report } from '../../report/report.ts';
import type { Selection } from '../wording/selection.ts';
import type { Telling } from './advice.ts';

/** How many of each part the page shows. */
export interface Amounts {
  readonly harmless: number;
  readonly recovered: number;
  readonly unknown: number;
  readonly telling: Telling;
  /** Causes with their remedy. */
  readonly told: number;
  /** Causes after them, with their proof only. */
  readonly listed: number;
  readonly cut: number;
}

/** More than these do not fit in any case. */
const MOST: Amounts = {
  harmless: 3,
  recovered: 6,
  unknown: 4,
  telling: 'whole',
  told: 12,
  listed: 0,
  cut: 3,
};

/** The largest page that makes sense. */
export function startingAmounts(report: Report, { causes, recovered, cut }: Selection): Amounts {
  return {
    harmless: Math.min(MOST.harmless, report.harmless.length),
    recovered: Math.min(MOST.recovered, recovered.length),
    unknown: Math.min(MOST.unknown, report.unrecognized.length),
    telling: MOST.telling,
    told: Math.min(MOST.told, causes.length),
    listed: MOST.listed,
    cut: Math.min(MOST.cut, cut.length),
  };
}

/** The next smaller page; null when there is none. */
export function reduced(amounts: Amounts): Amounts | null {
  if (amounts.harmless > 0) return { ...amounts, harmless: amounts.harmless - 1 };
  if (amounts.recovered > 0) return { ...amounts, recovered: amounts.recovered - 1 };
  if (amounts.unknown > 0) return { ...amounts, unknown: amounts.unknown - 1 };
  if (amounts.telling === 'whole') return { ...amounts, telling: 'short' };
  if (amounts.told > 1) return { ...amounts, told: amounts.told - 1, listed: amounts.listed + 1 };
  if (amounts.listed > 0) return { ...amounts, listed: amounts.listed - 1 };
  return amounts.cut > 1 ? { ...amounts, cut: amounts.cut - 1 } : null;
}
