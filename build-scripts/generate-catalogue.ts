import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  Cause,
  CodedLine,
  ContextLine,
  HarmlessLine,
  Matcher,
  Signal,
  Success,
} from '../src/causes/cause.ts';
import { bestWindow, commonnessOf, literalScore } from '../src/causes/fingerprint.ts';
import { requiredLiterals } from '../src/causes/literals.ts';
import { quote } from './quote.ts';

const FOLDER = 'src/causes';
const NO_AREAS = new Set(['coded', 'successes', 'harmless', 'context', 'codes', 'generated']);

export interface CatalogueSources {
  readonly causes: readonly Cause[];
  readonly coded: readonly CodedLine[];
  readonly successes: readonly Success[];
  readonly harmless: readonly HarmlessLine[];
  readonly context: readonly ContextLine[];
}

/** Reads every YAML file of the catalogue. Fails on a broken one, naming it. */
export function readCatalogue(): CatalogueSources {
  const causes: Cause[] = [];
  for (const area of folders().filter((name) => !NO_AREAS.has(name))) {
    for (const file of yamlFiles(area)) causes.push(readYaml(join(FOLDER, area, file)) as Cause);
  }
  causes.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    causes,
    coded: readLists('coded') as CodedLine[],
    successes: readLists('successes') as Success[],
    harmless: readLists('harmless') as HarmlessLine[],
    context: readLists('context') as ContextLine[],
  };
}

/** The catalogue as the product needs it at run time: in JSON, with a version that changes with it. */
export interface CompiledCatalogue {
  readonly version: string;
  readonly causes: string;
  readonly matchers: string;
}

/** Compiles every YAML file of the catalogue. Fails on what could not be searched for. */
export function compileCatalogue(): CompiledCatalogue {
  const sources = readCatalogue();
  const common = commonnessOf(readFileSync('build-scripts/ordinary.txt', 'utf8'));
  const problems: string[] = [];
  const compile = (matcher: Matcher) => {
    const literals = literalsOf(matcher, common);
    if (typeof literals === 'string') problems.push(`${matcher.id}: ${literals}`);
    return { ...runtimeFields(matcher), literals };
  };
  const matchers = {
    signals: sources.causes.flatMap((cause) =>
      cause.signals.map((signal: Signal) => ({ ...compile(signal), cause: cause.id })),
    ),
    coded: sources.coded.map(compile),
    successes: sources.successes.map(compile),
    harmless: sources.harmless.map(compile),
    context: sources.context.map(compile),
  };
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const causes = sources.causes.map(({ signals, ...cause }) => cause);
  const [matchersJson, causesJson] = [JSON.stringify(matchers), JSON.stringify(causes)];
  const version = createHash('sha256').update(matchersJson).update(causesJson).digest('hex').slice(0, 12);
  return { version, causes: causesJson, matchers: matchersJson };
}

/** The text of the module with what is known of the causes, which most commands need. */
export function generateCauses({ version, causes }: CompiledCatalogue): string {
  return [
    '/** The causes as the product loads them; made from the YAML files by `npm run generate`. */',
    `export const CATALOG_VERSION = '${version}';`,
    `export const CAUSES_JSON =\n  ${quote(causes)};`,
    '',
  ].join('\n');
}

/** The text of the module with what is looked for in logs. */
export function generateMatchers({ matchers }: CompiledCatalogue): string {
  return [
    '/** What the product looks for; made from the YAML files by `npm run generate`. */',
    `export const MATCHERS_JSON =\n  ${quote(matchers)};`,
    '',
  ].join('\n');
}

function runtimeFields<M extends Matcher>(matcher: M): Omit<M, 'samples' | 'nearMisses' | 'literals'> {
  const { samples: _samples, nearMisses: _nearMisses, literals: _literals, ...rest } = matcher;
  return rest;
}

/** Each literal with the place of its fingerprint, or what is wrong. */
function literalsOf(matcher: Matcher, common: ReadonlyMap<number, number>): [string, number][] | string {
  let literals: readonly string[] | null;
  try {
    literals = matcher.literals ?? requiredLiterals(matcher.pattern, (text) => literalScore(text, common));
  } catch (error) {
    return `the pattern is no regular expression: ${(error as Error).message}`;
  }
  if (literals === null || literals.length === 0) {
    return 'every way to match needs a fixed text of at least 4 bytes; give one in the pattern';
  }
  const placed: [string, number][] = [];
  for (const literal of literals) {
    const window = bestWindow(literal, common);
    if (window === null) return `the literal '${literal}' is shorter than 4 bytes`;
    placed.push([literal, window.offset]);
  }
  return placed;
}

function folders(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => statSync(join(FOLDER, name)).isDirectory())
    .sort();
}

function yamlFiles(folder: string): string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}

function readLists(folder: string): unknown[] {
  return yamlFiles(folder).flatMap((file) => readYaml(join(FOLDER, folder, file)) as unknown[]);
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} is no valid YAML`, { cause: error });
  }
}
