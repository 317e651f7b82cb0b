import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import { matchersOf } from '../../build-scripts/prove-linear.ts';
import { familyBits, loadCatalogue } from '../../src/causes/catalogue.ts';
import schema from '../../src/causes/cause.schema.json' with { type: 'json' };
import type { Matcher, RecordFamily } from '../../src/causes/cause.ts';
import { CAUSES_JSON } from '../../src/causes/generated/causes.ts';
import { MATCHERS_JSON } from '../../src/causes/generated/matchers.ts';
import { scanMatchers } from '../../src/diagnosis/scan/matchers.ts';
import { createPrefilter } from '../../src/diagnosis/scan/prefilter.ts';
import { matchOn } from './as-the-engine.ts';

const FOLDER = 'src/causes';
const LISTS = ['coded', 'successes', 'harmless', 'context', 'codes'];

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort();
const causeFiles = files.filter((path) => !LISTS.includes(dirname(path)));
const catalogue = readCatalogue();
const matchers = matchersOf(catalogue);
const signals = catalogue.causes.flatMap((cause) => cause.signals);
const causeIds = new Set(catalogue.causes.map((cause) => cause.id));

const ajv = new Ajv2020({ allErrors: true, strictTypes: false }).addSchema(schema);

function problemsOf(path: string): string[] {
  const shape = LISTS.includes(dirname(path)) ? `${schema.$id}#/$defs/${dirname(path)}` : schema.$id;
  const validate = ajv.getSchema(shape);
  if (validate === undefined) return [`no schema ${shape}`];
  validate(parse(readFileSync(join(FOLDER, path), 'utf8')));
  return (validate.errors ?? []).map((error) => `${path}${error.instancePath} ${error.message ?? ''}`);
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe('a file of the catalogue', () => {
  test('has the shape that the schema describes', () => {
    expect(files.flatMap(problemsOf)).toEqual([]);
  });

  test('is named like its cause, in the folder of its area', () => {
    const misplaced = causeFiles.filter((path) => {
      const { id, area } = parse(readFileSync(join(FOLDER, path), 'utf8')) as { id: string; area: string };
      return id !== basename(path, '.yaml').toUpperCase().replace(/-/g, '_') || area !== dirname(path);
    });
    expect(misplaced).toEqual([]);
  });

  test.each([
    ['an unknown field', { ...aCauseFile(), colour: 'red' }],
    ['a signal without a sample', { ...aCauseFile(), signals: [{ ...aSignal(), samples: [] }] }],
    ['a look-ahead', { ...aCauseFile(), signals: [{ ...aSignal(), pattern: 'failed (?!to start)' }] }],
    ['a back-reference', { ...aCauseFile(), signals: [{ ...aSignal(), pattern: '(failed) \\1' }] }],
    ['a subject of nothing', { ...aCauseFile(), signals: [{ ...aSignal(), subject: { kind: 'file' } }] }],
  ])('is refused with %s', (_, file) => {
    const validate = ajv.getSchema(schema.$id);
    expect(validate?.(aCauseFile())).toBe(true);
    expect(validate?.(file)).toBe(false);
  });
});

function aSignal() {
  return { id: 'a-signal', in: ['agent'], pattern: 'failed', confidence: 'high', samples: ['failed'] };
}

function aCauseFile() {
  const { signals: _signals, ...cause } = catalogue.causes[0] ?? expect.fail('an empty catalogue');
  return { ...cause, signals: [aSignal()] };
}

describe('ids', () => {
  test('are unique among all matchers', () => {
    expect(repeated(matchers.map((matcher) => matcher.id))).toEqual([]);
  });

  test('are unique among all causes', () => {
    expect(repeated(catalogue.causes.map((cause) => cause.id))).toEqual([]);
  });

  test('that causes and successes refer to exist', () => {
    const areas = new Set(catalogue.causes.map((cause) => cause.area));
    const unknown = [
      ...catalogue.causes.flatMap((cause) => [...cause.leadsTo, ...cause.outranks]),
      ...catalogue.successes.flatMap((success) => success.recovers.causes ?? []),
    ].filter((id) => !causeIds.has(id));
    const unknownAreas = catalogue.successes
      .flatMap((success) => success.recovers.areas ?? [])
      .filter((area) => !areas.has(area));
    expect([...unknown, ...unknownAreas]).toEqual([]);
  });

  test('of other causes are none that a cause has itself', () => {
    const selfish = catalogue.causes.filter(({ id, leadsTo, outranks }) =>
      [...leadsTo, ...outranks].includes(id),
    );
    expect(selfish).toEqual([]);
  });
});

describe('a cause', () => {
  test('names a step that only looks, first', () => {
    const blind = catalogue.causes.filter(
      (cause) => !cause.remedy.some(({ effect }) => effect === 'read-only'),
    );
    expect(blind.map((cause) => cause.id)).toEqual([]);
  });

  test('has a way to be recognised', () => {
    const mute = catalogue.causes.filter(
      (cause) => cause.signals.length === 0 && cause.recognisedBy === undefined,
    );
    expect(mute.map((cause) => cause.id)).toEqual([]);
  });

  test('outranks no cause that outranks it', () => {
    const mutual = catalogue.causes.filter(({ id, outranks }) =>
      catalogue.causes.some((other) => outranks.includes(other.id) && other.outranks.includes(id)),
    );
    expect(mutual.map((cause) => cause.id)).toEqual([]);
  });

  test('has signals for its own platforms only', () => {
    const astray = catalogue.causes.flatMap((cause) =>
      cause.signals.filter((signal) =>
        signal.platforms?.some((platform) => !cause.platforms.includes(platform)),
      ),
    );
    expect(astray.map((signal) => signal.id)).toEqual([]);
  });

  test('finds its subject in a group of the pattern', () => {
    const groupless = signals.filter(({ pattern, subject }) =>
      [subject?.from ?? []].flat().some((name) => !pattern.includes(`(?<${name}>`)),
    );
    expect(groupless.map((signal) => signal.id)).toEqual([]);
  });
});

describe('a pattern', () => {
  const failing = (matcher: Matcher, texts: readonly string[], shouldMatch: boolean): string[] =>
    matcher.in.flatMap((family) =>
      texts
        .filter((text) => (matchOn(matcher, family, text) !== null) !== shouldMatch)
        .map((text) => `${matcher.id} in ${family}: ${text}`),
    );

  test('matches every sample in every family that it stands for', () => {
    expect(matchers.flatMap((matcher) => failing(matcher, matcher.samples, true))).toEqual([]);
  });

  test('matches no near miss', () => {
    expect(matchers.flatMap((matcher) => failing(matcher, matcher.nearMisses ?? [], false))).toEqual([]);
  });

  test('gives its subject in its own samples', () => {
    const empty = signals.filter(({ pattern, subject, samples }) => {
      const names = [subject?.from ?? []].flat();
      const groups = samples.map((sample) => new RegExp(pattern, 'm').exec(sample)?.groups ?? {});
      return names.length > 0 && !groups.some((found) => names.some((name) => found[name]));
    });
    expect(empty.map((signal) => signal.id)).toEqual([]);
  });
});

describe('the generated module', () => {
  const generated = Object.values(
    JSON.parse(MATCHERS_JSON) as Record<
      string,
      { id: string; pattern: string; literals: [string, number][] }[]
    >,
  ).flat();
  const byId = new Map(generated.map((matcher) => [matcher.id, matcher]));

  const hasLiteral = (id: string, text: string): boolean =>
    byId.get(id)?.literals.some(([literal]) => `\n${text}\n`.includes(literal)) === true;

  test('holds the patterns of the files', () => {
    expect(generated.map(({ id, pattern }) => ({ id, pattern }))).toEqual(
      matchers.map(({ id, pattern }) => ({ id, pattern })),
    );
    expect((JSON.parse(CAUSES_JSON) as { id: string }[]).map((cause) => cause.id)).toEqual([...causeIds]);
  });

  test.each(['linux', 'macos', 'windows'] as const)('fits into the search of bytes on %s', (platform) => {
    const all = scanMatchers(loadCatalogue(platform));
    const together: RecordFamily[][] = [['agent'], ['agent', 'system'], ['output'], ['package-log']];
    for (const families of together) {
      expect(createPrefilter(all, familyBits(families)).literals.length).toBeGreaterThan(20);
    }
  });

  test('has a literal in every sample', () => {
    const missed = matchers.flatMap(({ id, samples }) => samples.filter((sample) => !hasLiteral(id, sample)));
    expect(missed).toEqual([]);
  });

  test('has a literal in whatever else a pattern matches', () => {
    const supported = generated.filter(({ pattern }) => !pattern.includes('\\b'));
    expect(supported.length).toBeGreaterThan(generated.length * 0.9);
    for (const { id, pattern } of supported) {
      const unnamed = new RegExp(pattern.replace(/\?<\w+>/g, ''));
      const misses = (text: string): boolean => !hasLiteral(id, text);
      const texts = fc.sample(fc.stringMatching(unnamed, { maxLength: 4_000 }), { numRuns: 8, seed: 7 });
      expect(texts.filter(misses), id).toEqual([]);
    }
  });
});
