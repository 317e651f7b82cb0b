import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

/** What is loaded with a module; `import()` and types are not. */
const STATIC = /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'/gm;

function loadedWith(path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(STATIC))
    loadedWith(join(dirname(path), specifier), known);
  return known;
}

test('a diagnosis loads no check before it has something to hold against one', () => {
  const checks = (path: string): string[] =>
    [...loadedWith(path)].filter((module) => module.startsWith('src/host/'));
  expect(checks('src/cli/held-against-checks.ts').length).toBeGreaterThan(20);
  expect(checks('src/cli/diagnose.ts')).toEqual([]);
  expect(checks('src/cli/command-line.ts')).toEqual([]);
});
