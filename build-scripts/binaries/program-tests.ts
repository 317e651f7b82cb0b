import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { factsOf } from '../layers/imports.ts';

/** Whoever starts the program asks this module what to start. */
const PROGRAM = join('test', 'support', 'program.ts');

/** The files of tests that start the program, be it through helpers of theirs; sorted. */
export function testsOfProgram(): string[] {
  const modules = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('test', name));
  const imported = new Map(modules.map((module) => [module, importsOf(module)]));
  const starting = new Set([PROGRAM]);
  for (let size = 0; size < starting.size; ) {
    size = starting.size;
    for (const [module, others] of imported)
      if (others.some((other) => starting.has(other))) starting.add(module);
  }
  return [...starting].filter((module) => module.endsWith('.test.ts')).sort();
}

function importsOf(module: string): string[] {
  return factsOf(readFileSync(module, 'utf8'))
    .imports.filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => normalize(join(dirname(module), specifier)));
}
