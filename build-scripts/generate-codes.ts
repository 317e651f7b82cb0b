import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CodeEntry } from '../src/causes/codes/code-entry.ts';
import { quote } from './quote.ts';

const FOLDER = 'src/causes/codes';

/** Reads the code dictionary, file by file. */
export function readCodes(): CodeEntry[] {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return files.flatMap((file) => parse(readFileSync(join(FOLDER, file), 'utf8')) as CodeEntry[]);
}

/** The text of the module that the product loads: the dictionary as one JSON string. */
export function generateCodes(): string {
  return [
    '/** The code dictionary as the product loads it; made from the YAML files by `npm run generate`. */',
    `export const CODES_JSON =\n  ${quote(JSON.stringify(readCodes()))};`,
    '',
  ].join('\n');
}
