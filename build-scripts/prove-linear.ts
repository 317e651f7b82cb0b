import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { check } from 'recheck';
import type { Matcher } from '../src/causes/cause.ts';
import { type CatalogueSources, readCatalogue } from './generate-catalogue.ts';

/** Fingerprints of the patterns that were proven to need no more than linear time; sorted. */
export const PROVEN_FILE = 'src/causes/generated/proven-linear.json';

const TIMEOUT_MS = 5_000;
/** Large enough that a bounded gap is unrolled and proven, not tried at random. */
const LIMITS = { maxNFASize: 2_000_000, maxRepeatCount: 1_000, maxPatternSize: 100_000 };

/** Every matcher of the catalogue. */
export function matchersOf(sources: CatalogueSources): Matcher[] {
  const signals = sources.causes.flatMap((cause) => cause.signals);
  return [...signals, ...sources.coded, ...sources.successes, ...sources.harmless, ...sources.context];
}

/** What a pattern is known by in {@link PROVEN_FILE}. */
export function patternHash(pattern: string): string {
  return createHash('sha256').update(pattern).digest('hex').slice(0, 16);
}

/** The fingerprints in {@link PROVEN_FILE}; empty when there is none. */
export function readProven(): ReadonlySet<string> {
  return new Set(existsSync(PROVEN_FILE) ? (JSON.parse(readFileSync(PROVEN_FILE, 'utf8')) as string[]) : []);
}

/** Null when the pattern is proven linear, else why not. Only the automaton proves; the fuzzer guesses. */
async function doubtOn(pattern: string): Promise<string | null> {
  const result = await check(pattern, 'm', { checker: 'automaton', timeout: TIMEOUT_MS, ...LIMITS });
  if (result.status === 'safe') return null;
  if (result.status === 'vulnerable') return result.complexity.summary;
  return `no proof: ${result.error.kind}`;
}

/** Proves what is not proven yet and forgets what is gone. Returns what could not be proven, one line each. */
async function proveAll(matchers: readonly Matcher[]): Promise<string[]> {
  const known = readProven();
  const proven = new Set<string>();
  const doubts: string[] = [];
  for (const { id, pattern } of matchers) {
    const hash = patternHash(pattern);
    const doubt = known.has(hash) || proven.has(hash) ? null : await doubtOn(pattern);
    if (doubt === null) proven.add(hash);
    else doubts.push(`${id}: ${doubt}`);
  }
  writeFileSync(PROVEN_FILE, `${JSON.stringify([...proven].sort(), null, 1)}\n`);
  return doubts;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const doubts = await proveAll(matchersOf(readCatalogue()));
  for (const doubt of doubts) console.error(doubt);
  process.exit(doubts.length > 0 ? 1 : 0);
}
