import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { factsOf } from '../layers/imports.ts';

/** Whoever starts the program asks this module what to start. */
const PROGRAM = join('test', 'support', 'program.ts');

/** They put the program, or what it sees, into a root of their own: it cannot be in another one at the same time. */
const ROOTS = [join('test', 'cli', 'agent-machine.ts'), join('test', 'host', 'world', 'world.ts')];

/** The files of tests that start the program, be it through helpers of theirs; sorted. */
export function testsOfProgram(): string[] {
  return testsThrough([PROGRAM]);
}

/** Those of them that can start it in any root. */
export function testsInAnyRoot(): string[] {
  const own = new Set(testsThrough(ROOTS));
  return testsOfProgram().filter((test) => !own.has(test));
}

function testsThrough(helpers: readonly string[]): string[] {
  const modules = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('test', name));
  const imported = new Map(modules.map((module) => [module, importsOf(module)]));
  const reached = new Set(helpers);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const [module, others] of imported)
      if (others.some((other) => reached.has(other))) reached.add(module);
  }
  return [...reached].filter((module) => module.endsWith('.test.ts')).sort();
}

function importsOf(module: string): string[] {
  return factsOf(readFileSync(module, 'utf8'))
    .imports.filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => normalize(join(dirname(module), specifier)));
}
