import type { Platform } from '../vocabulary.ts';
import type { Cause, CodedLine, HarmlessLine, Matcher, RecordFamily, Signal, Success } from './cause.ts';
import { CATALOG_VERSION, CAUSES_JSON, MATCHERS_JSON } from './generated/catalogue.ts';

/** A matcher with its literals, each with the offset of its fingerprint. */
export type Located<M extends Matcher> = Omit<M, 'samples' | 'nearMisses' | 'literals'> & {
  readonly literals: readonly (readonly [literal: string, fingerprintAt: number])[];
};

export type CatalogueSignal = Located<Signal> & { readonly cause: string };
export type CauseTexts = Omit<Cause, 'signals'>;

export interface Catalogue {
  readonly version: string;
  readonly causes: ReadonlyMap<string, CauseTexts>;
  readonly signals: readonly CatalogueSignal[];
  readonly coded: readonly Located<CodedLine>[];
  readonly successes: readonly Located<Success>[];
  readonly harmless: readonly Located<HarmlessLine>[];
  readonly context: readonly Located<Matcher>[];
}

/** The product's own catalogue, with the matchers that apply on `platform`. */
export function loadCatalogue(platform: Platform): Catalogue {
  const matchers = JSON.parse(MATCHERS_JSON) as Omit<Catalogue, 'version' | 'causes'>;
  const causes = loadCauses();
  const here = <M extends Located<Matcher>>(list: readonly M[]): M[] =>
    list.filter((matcher) => matcher.platforms === undefined || matcher.platforms.includes(platform));
  return {
    version: CATALOG_VERSION,
    causes: new Map(causes.map((cause) => [cause.id, cause])),
    signals: here(matchers.signals).filter((signal) => causeApplies(causes, signal.cause, platform)),
    coded: here(matchers.coded),
    successes: here(matchers.successes),
    harmless: here(matchers.harmless),
    context: here(matchers.context),
  };
}

/** The causes of every platform, without their patterns; by id. */
export function loadCauses(): CauseTexts[] {
  return JSON.parse(CAUSES_JSON) as CauseTexts[];
}

function causeApplies(causes: readonly CauseTexts[], id: string, platform: Platform): boolean {
  return causes.some((cause) => cause.id === id && cause.platforms.includes(platform));
}

const FAMILIES: readonly RecordFamily[] = ['agent', 'output', 'package-log', 'system'];

/** A set of families as bits. */
export function familyBits(families: readonly RecordFamily[]): number {
  return families.reduce((bits, family) => bits | (1 << FAMILIES.indexOf(family)), 0);
}
