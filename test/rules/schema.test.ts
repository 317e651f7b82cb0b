import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import { ruleSchema } from '../../src/rules/schema.ts';
import { faultsOf } from '../../src/rules/validate.ts';
import { MIRROR } from './a-rule.ts';

const schema = ruleSchema();
const published = JSON.parse(readFileSync('docs/rule.schema.json', 'utf8')) as object;
const byOthers = new Ajv2020({ strictTypes: false }).compile(published);
const isFit = (value: unknown): boolean => faultsOf(value, schema).length === 0;

describe('the published schema of rule files', () => {
  test('is what the loader uses', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test("takes the product's own causes that lines tell, and so does the loader", () => {
    const told = readCatalogue().causes.filter(
      (cause) => cause.signals.length > 0 && cause.recognisedBy === undefined,
    );
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter((cause) => !byOthers(cause) || !isFit(cause)).map(({ id }) => id)).toEqual([]);
  });

  test('agrees with the loader on every change of a rule', () => {
    const rule = parse(MIRROR) as Record<string, unknown>;
    const paths = pathsIn(rule);
    const value = fc.oneof(
      fc.constantFrom(
        null,
        true,
        0,
        -1,
        1.5,
        '',
        ' ',
        'x',
        'A_B',
        'a-b',
        'linux',
        'https://a',
        'agent',
        [],
        {},
        [1],
        ['agent'],
        ['agent', 'agent'],
        ['linux', 'macos'],
        [{}],
        { causes: ['A_B'] },
        { kind: 'file' },
        { kind: 'file', is: 'x' },
        '(?=x)',
        'x'.repeat(101),
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const name = fc.constantFrom(
      'needs',
      'envelope',
      'lookBack',
      'announces',
      'literals',
      'platforms',
      'harmless',
      'why',
      'colour',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom('set', 'remove', 'add'),
        name,
        value,
        (path, how, added, given) => {
          const changed = structuredClone(rule);
          change(changed, path, how as 'set' | 'remove' | 'add', added, given);
          expect([isFit(changed), changed]).toEqual([byOthers(changed), changed]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inner : [path, ...inner];
}

function change(
  root: Record<string, unknown>,
  path: Path,
  how: 'set' | 'remove' | 'add',
  added: string,
  given: unknown,
): void {
  const holder = path
    .slice(0, -1)
    .reduce((at: unknown, step) => (at as Record<string | number, unknown>)[step], root) as Record<
    string | number,
    unknown
  >;
  const last = path.at(-1) ?? '';
  if (how === 'set') holder[last] = given;
  else if (how === 'remove') {
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  } else if (!Array.isArray(holder)) holder[added] = given;
}
