import type { Cause } from '../cause.ts';
import type { CauseExplanation } from './explanation.ts';

/** Lines that lead to a cause, as the generator chose them. */
export interface Examples {
  readonly patterns: number;
  readonly lines: CauseExplanation['lines'];
}

/** What the catalogue says about a cause. */
export function explainCause(
  cause: Omit<Cause, 'signals'>,
  known: Readonly<Record<string, Examples>>,
): CauseExplanation {
  const { id, title, area, severity, platforms, generality, meaning, remedy, verify } = cause;
  const { recoveredBy, leadsTo, docUrl, recognisedBy = [] } = cause;
  const { patterns, lines } = known[id] ?? { patterns: 0, lines: [] };
  return {
    ...{ id, title, area, severity, platforms, generality, meaning },
    ...{ patterns, lines, recognisedBy },
    ...{ remedy, verify, recoveredBy, leadsTo, docUrl },
  };
}
