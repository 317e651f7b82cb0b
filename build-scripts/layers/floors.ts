import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { factsOf, type ImportFact } from './imports.ts';

/** The floors of the house, from the top. A room may use the rooms of the floors below its own, and no others. */
const FLOORS = [
  ['main'],
  ['cli'],
  ['agent'],
  ['reporters', 'delivery', 'host'],
  // Who this machine is to AWS and how it gets there: what delivery and host both need.
  ['diagnosis', 'aws'],
  ['sources', 'reading', 'rules'],
  ['parsers', 'causes', 'report', 'platform'],
  // Words that causes and report have in common.
  ['vocabulary'],
] as const;

/** Rooms that see the report, never how it came about. */
const SEE_ONLY_THE_REPORT: readonly string[] = ['reporters', 'delivery'];

/**
 * What a module does that its place does not allow, one line each as `file:line: problem`.
 * `path` is relative to the repository, with forward slashes.
 */
export function violationsIn(path: string, text: string): string[] {
  const room = roomOf(path);
  if (room === null) return [`${path}:1: stands on no floor; add its folder to the floors or move it`];
  const facts = factsOf(text);
  const found: { readonly line: number; readonly problem: string }[] = [];
  for (const fact of facts.imports) {
    const problem = problemOf(path, room, fact);
    if (problem !== null) found.push({ line: fact.line, problem });
  }
  for (const line of facts.computedImports) {
    found.push({ line, problem: 'imports what only a run can tell; write the name as a plain string' });
  }
  for (const exit of facts.exits) {
    if (room !== 'main')
      found.push({ line: exit.line, problem: `${room} ends the process; only src/main.ts may` });
    else if (exit.bareNumber) {
      found.push({ line: exit.line, problem: 'writes an exit status as a number; take it from EXIT_STATUS' });
    }
  }
  if (room === 'parsers') {
    const problem = 'parsers are pure and may not look at the clock or the process';
    for (const line of facts.ambient) found.push({ line, problem });
  }
  return found.sort((a, b) => a.line - b.line).map(({ line, problem }) => `${path}:${line}: ${problem}`);
}

function problemOf(path: string, room: string, { specifier }: ImportFact): string | null {
  if (!specifier.startsWith('.')) {
    const isImpure = room === 'parsers' && isBuiltin(specifier);
    return isImpure ? `parsers are pure and may not import ${specifier}` : null;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (target === 'package.json') return null;
  const targetRoom = roomOf(target);
  if (targetRoom === null) return `${room} imports ${target}, which is no part of the product`;
  if (targetRoom === room) return null;
  if (SEE_ONLY_THE_REPORT.includes(room) && targetRoom === 'diagnosis') {
    return `${room} sees the report only and may not import ${target}`;
  }
  const own = floorOf(room);
  const other = floorOf(targetRoom);
  if (other > own) return null;
  return other === own
    ? `${room} imports ${target}, but ${targetRoom} is on the same floor`
    : `${room} imports ${target}, but ${targetRoom} is on a floor above`;
}

function roomOf(path: string): string | null {
  if (path === 'src/main.ts') return 'main';
  if (path === 'src/vocabulary.ts') return 'vocabulary';
  const [top, folder, ...rest] = path.split('/');
  if (top === 'parsers' && folder !== undefined) return 'parsers';
  if (top !== 'src' || folder === undefined || rest.length === 0) return null;
  return folder !== 'main' && folder !== 'parsers' && floorOf(folder) >= 0 ? folder : null;
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => (rooms as readonly string[]).includes(room));
}
