import type { Platform } from '../vocabulary.ts';
import type {
  Cause,
  CodedLine,
  ContextLine,
  HarmlessLine,
  Matcher,
  RecordFamily,
  Signal,
  Success,
} from './cause.ts';
import { CATALOG_VERSION } from './generated/causes.ts';
import { MATCHERS_JSON } from './generated/matchers.ts';
import { loadCauses } from './load-causes.ts';

/** A matcher with its literals, each with the offset of its fingerprint. */
export type Located<M extends Matcher> = Omit<M, 'samples' | 'nearMisses' | 'literals'> & {
  /** The file of a user's rule; absent for the product's own. */
  readonly origin?: string;
  readonly literals: readonly (readonly [literal: string, fingerprintAt: number])[];
};

export type CatalogueSignal = Located<Signal> & { readonly cause: string };
export type CauseTexts = Omit<Cause, 'signals'> & {
  /** The file of a user's rule; absent for the product's own. */
  readonly origin?: string;
};

/** What users add to the catalogue; it replaces nothing there. */
export interface Additions {
  readonly causes: readonly CauseTexts[];
  readonly signals: readonly CatalogueSignal[];
  readonly successes: readonly Located<Success>[];
  readonly harmless: readonly Located<HarmlessLine>[];
}

export interface Catalogue {
  readonly version: string;
  readonly causes: ReadonlyMap<string, CauseTexts>;
  readonly signals: readonly CatalogueSignal[];
  readonly coded: readonly Located<CodedLine>[];
  readonly successes: readonly Located<Success>[];
  readonly harmless: readonly Located<HarmlessLine>[];
  readonly context: readonly Located<ContextLine>[];
}

/** The product's own catalogue, and what users add to it, with the matchers that apply on `platform`. */
export function loadCatalogue(platform: Platform, additions: Additions | null = null): Catalogue {
  const matchers = JSON.parse(MATCHERS_JSON) as Omit<Catalogue, 'version' | 'causes'>;
  const causes = new Map([...loadCauses(), ...(additions?.causes ?? [])].map((cause) => [cause.id, cause]));
  const here = <M extends Located<Matcher>>(list: readonly M[], added: readonly M[] = []): M[] =>
    [...list, ...added].filter(({ platforms }) => platforms?.includes(platform) !== false);
  return {
    version: additions === null ? CATALOG_VERSION : `${CATALOG_VERSION}+${sizeText(additions)}`,
    causes,
    signals: here(matchers.signals, additions?.signals).filter(
      ({ cause }) => causes.get(cause)?.platforms.includes(platform) === true,
    ),
    coded: here(matchers.coded),
    successes: here(matchers.successes, additions?.successes),
    harmless: here(matchers.harmless, additions?.harmless),
    context: here(matchers.context),
  };
}

/** Every id and area of the product's own catalogue, on all platforms. */
export function catalogueNames(): {
  readonly causes: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
  readonly matchers: ReadonlySet<string>;
} {
  const causes = loadCauses();
  const matchers = Object.values(JSON.parse(MATCHERS_JSON) as Record<string, Located<Matcher>[]>).flat();
  return {
    causes: new Set(causes.map(({ id }) => id)),
    areas: new Set(causes.map(({ area }) => area)),
    matchers: new Set(matchers.map(({ id }) => id)),
  };
}

/** A cause is one rule, and so is each line that stands for none. */
function sizeText({ causes, successes, harmless }: Additions): string {
  const count = causes.length + successes.length + harmless.length;
  return `${count} ${count === 1 ? 'rule' : 'rules'}`;
}

const FAMILIES: readonly RecordFamily[] = ['agent', 'output', 'package-log', 'system'];

/** A set of families as bits. */
export function familyBits(families: readonly RecordFamily[]): number {
  return families.reduce((bits, family) => bits | (1 << FAMILIES.indexOf(family)), 0);
}
