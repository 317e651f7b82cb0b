import type { CatalogueSignal, Located } from '../../causes/catalogue.ts';
import type { HarmlessLine, Matcher, Success } from '../../causes/cause.ts';
import type { ScanMatcher } from '../scan/matchers.ts';

/** What one record said: every matcher that took part, with its match. */
export interface RecordReading {
  readonly signals: readonly Said<CatalogueSignal>[];
  readonly successes: readonly Said<Located<Success>>[];
  readonly harmless: readonly Said<Located<HarmlessLine>>[];
  readonly context: readonly Said<Located<Matcher>>[];
  /** Some matcher knew the record: it is not an unknown error. */
  readonly known: boolean;
  /** It looks like an error. */
  readonly isError: boolean;
}

export interface Said<M> {
  readonly matcher: M;
  readonly match: RegExpExecArray;
}

/**
 * Tries the candidates on a text. A match must begin before `beginsBefore`. A harmless line silences all signals
 * of its record.
 */
export function readRecord(
  candidates: readonly ScanMatcher[],
  text: string,
  beginsBefore: number,
): RecordReading {
  const signals: Said<CatalogueSignal>[] = [];
  const successes: Said<Located<Success>>[] = [];
  const harmless: Said<Located<HarmlessLine>>[] = [];
  const context: Said<Located<Matcher>>[] = [];
  let known = false;
  let isError = false;
  for (const candidate of candidates) {
    const match = candidate.exec(text);
    if (match === null || match.index >= beginsBefore) continue;
    const { purpose } = candidate;
    if (purpose.kind === 'error-token') {
      isError = true;
      continue;
    }
    known = true;
    if (purpose.kind === 'signal') signals.push({ matcher: purpose.signal, match });
    else if (purpose.kind === 'success') successes.push({ matcher: purpose.success, match });
    else if (purpose.kind === 'harmless') harmless.push({ matcher: purpose.line, match });
    else context.push({ matcher: purpose.matcher, match });
  }
  return { signals: harmless.length > 0 ? [] : signals, successes, harmless, context, known, isError };
}
