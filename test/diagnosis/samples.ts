import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Matcher, RecordFamily } from '../../src/causes/cause.ts';

const CAUSES = join(import.meta.dirname, '../../src/causes');

/** Every sample and near miss of the catalogue that may stand in records of a family: lines that patterns care about. */
export function samplesOf(family: RecordFamily): string[] {
  const files = readdirSync(CAUSES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.yaml') && dirname(name) !== 'codes',
  );
  const matchers = files.sort().flatMap((name) => matchersIn(readFileSync(join(CAUSES, name), 'utf8')));
  return matchers
    .filter((matcher) => matcher.in.includes(family))
    .flatMap((matcher) => [...matcher.samples, ...(matcher.nearMisses ?? [])]);
}

function matchersIn(yaml: string): Matcher[] {
  const content = parse(yaml) as Matcher[] | { readonly signals?: Matcher[] };
  return Array.isArray(content) ? content : (content.signals ?? []);
}
