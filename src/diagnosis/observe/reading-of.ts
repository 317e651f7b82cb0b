import type { CatalogueSignal, Located } from '../../causes/catalogue.ts';
import type { ContextLine, HarmlessLine, Success } from '../../causes/cause.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import { signalOfCode } from './signal-of-code.ts';

/** What one record said: every matcher that took part, with its match. */
export interface RecordReading {
  readonly signals: readonly Said<CatalogueSignal>[];
  readonly successes: readonly Said<Located<Success>>[];
  readonly harmless: readonly Said<Located<HarmlessLine>>[];
  readonly context: readonly Said<Located<ContextLine>>[];
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
 * Tries the candidates on a text, and where one does not match on what the text was before it was wrapped. A match
 * must begin before `beginsBefore`. A harmless line silences all signals of its record; one of a user's rule only
 * those of rules.
 */
export function readRecord(
  candidates: readonly ScanMatcher[],
  text: string,
  beginsBefore: number,
  unwrapped: string | null = null,
): RecordReading {
  let signals: readonly Said<CatalogueSignal>[] = NONE;
  let successes: readonly Said<Located<Success>>[] = NONE;
  let harmless: readonly Said<Located<HarmlessLine>>[] = NONE;
  let context: readonly Said<Located<ContextLine>>[] = NONE;
  let known = false;
  let isError = false;
  for (const candidate of candidates) {
    const match = candidate.exec(text) ?? (unwrapped === null ? null : candidate.exec(unwrapped));
    if (match === null || match.index >= beginsBefore) continue;
    const { purpose } = candidate;
    if (purpose.kind === 'error-token') {
      isError = true;
      continue;
    }
    if (purpose.kind === 'coded') {
      const signal = signalOfCode(purpose.line, match);
      if (signal === null) isError = true;
      else signals = withOne(signals, { matcher: signal, match });
      known ||= signal !== null;
      continue;
    }
    known = true;
    if (purpose.kind === 'signal') signals = withOne(signals, { matcher: purpose.signal, match });
    else if (purpose.kind === 'success') successes = withOne(successes, { matcher: purpose.success, match });
    else if (purpose.kind === 'harmless') harmless = withOne(harmless, { matcher: purpose.line, match });
    else context = withOne(context, { matcher: purpose.matcher, match });
  }
  return { signals: audible(signals, harmless), successes, harmless, context, known, isError };
}

/** Is it no unknown error: does a quiet matcher know the text, as `readRecord` tries them? */
export function isKnownTo(
  quiet: readonly ScanMatcher[],
  text: string,
  beginsBefore: number,
  unwrapped: string | null = null,
): boolean {
  return quiet.length > 0 && readRecord(quiet, text, beginsBefore, unwrapped).known;
}

/** Most records say one thing, so most lists stay empty; they share this one. */
const NONE: readonly never[] = [];

function withOne<M>(list: readonly Said<M>[], said: Said<M>): readonly Said<M>[] {
  return list.length === 0 ? [said] : [...list, said];
}

function audible(
  signals: readonly Said<CatalogueSignal>[],
  harmless: readonly Said<Located<HarmlessLine>>[],
): readonly Said<CatalogueSignal>[] {
  if (harmless.length === 0) return signals;
  const onlyRules = harmless.every(({ matcher }) => matcher.origin !== undefined);
  return onlyRules ? signals.filter(({ matcher }) => matcher.origin === undefined) : [];
}
