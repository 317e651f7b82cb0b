import { isDeepStrictEqual } from 'node:util';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { FileMemory, type Remembered } from '../../src/diagnosis/resume/memory.ts';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import type { Platform, Report } from '../../src/report/report.ts';
import { GrowingTree } from './growing-tree.ts';

export interface Case {
  readonly root: string;
  readonly platform: Platform;
  /** Milliseconds UTC; null: the newest time in the evidence. */
  readonly now: number | null;
}

/**
 * Lets a tree come to be in `steps`, and after each of them holds the report of a reading that remembers the earlier
 * ones against the report of a reading that does not. Returns what differs, or null.
 */
export function compareWhileGrowing(
  given: Case,
  folder: string,
  steps: number,
  random: () => number,
): string | null {
  const tree = new GrowingTree(given.root, folder, random);
  let memory = '[]';
  for (let step = 0; step <= steps; step++) {
    if (step === steps) tree.complete();
    else tree.grow();
    const clock = Date.now();
    const whole = read(given, folder, clock, null);
    const remembering = new FileMemory(filesOf(folder), JSON.parse(memory) as Remembered[]);
    const resumed = read(given, folder, clock, remembering);
    memory = JSON.stringify(remembering.remembered);
    const difference = differenceOf(whole, resumed);
    if (difference !== null) return `after step ${step}: ${difference}`;
  }
  return null;
}

function filesOf(folder: string) {
  return confinedFiles(nodeFiles(), folder);
}

function read({ platform, now }: Case, folder: string, clock: number, memory: FileMemory | null): Report {
  return diagnose({
    files: filesOf(folder),
    root: folder,
    shownRoot: '/',
    platform,
    since: null,
    maxRuns: 1000,
    now,
    version: 'test',
    clock: () => clock,
    skipped: [],
    memory,
  });
}

/** The first part in which two reports differ. Which logs are gone only the one can say that has seen them. */
function differenceOf(whole: Report, resumed: Report): string | null {
  const coverage = resumed.coverage.filter(({ detail }) => !detail.startsWith('removed since byte'));
  const parts = [
    ['node', whole.node, resumed.node],
    ['verdict', whole.verdict, resumed.verdict],
    ['now', whole.run.now, resumed.run.now],
    ['findings', whole.findings, resumed.findings],
    ['unrecognized', whole.unrecognized, resumed.unrecognized],
    ['harmless', whole.harmless, resumed.harmless],
    ['coverage', whole.coverage, coverage],
  ] as const;
  for (const [name, expected, found] of parts) {
    if (isDeepStrictEqual(expected, found)) continue;
    if (!Array.isArray(expected) || !Array.isArray(found))
      return `${name}: ${text(expected)} became ${text(found)}`;
    const at = expected.findIndex((value, index) => !isDeepStrictEqual(value, found[index]));
    return `${name} ${at}: ${text(expected[at])} became ${text(found[at])}`;
  }
  return null;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
