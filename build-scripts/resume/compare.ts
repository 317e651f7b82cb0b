import { isDeepStrictEqual } from 'node:util';
import { type DiagnoseOptions, diagnose } from '../../src/diagnosis/diagnose.ts';
import { diagnoseAgain } from '../../src/diagnosis/resume/diagnose-again.ts';
import {
  diagnosisBytes,
  loadDiagnosis,
  NOTHING_SAVED,
  type SavedDiagnosis,
} from '../../src/diagnosis/resume/saved-diagnosis.ts';
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

/** Readings after each step: that of what is new, and one of nothing new. */
const READINGS = 2;
const ORIGIN = { place: 'linux /', maker: 'test' };

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
  let saved = NOTHING_SAVED;
  for (let step = 0; step <= steps; step++) {
    if (step === steps) tree.complete();
    else tree.grow();
    const options = optionsFor(given, folder, Date.now());
    const whole = diagnose(options);
    for (let reading = 0; reading < READINGS; reading++) {
      const resumed = diagnoseAgain(options, saved, nodeFiles());
      const difference = differenceOf(whole, resumed.report);
      if (difference !== null) return `after step ${step}, reading ${reading}: ${difference}`;
      if (resumed.saved !== null) saved = throughFile(resumed.saved);
    }
  }
  return null;
}

/** As a file would keep it. */
export function throughFile(saved: SavedDiagnosis): SavedDiagnosis {
  const bytes = Buffer.concat(diagnosisBytes(saved, ORIGIN));
  const content = { size: bytes.length, read: (from: number, to: number) => bytes.subarray(from, to) };
  const loaded = loadDiagnosis(content, ORIGIN, () => {
    throw new Error('what was saved is damaged');
  });
  if (!loaded.ok) throw new Error(loaded.detail);
  return loaded.saved;
}

function optionsFor({ platform, now }: Case, folder: string, clock: number): DiagnoseOptions {
  return {
    files: confinedFiles(nodeFiles(), folder),
    root: folder,
    shownRoot: '/',
    platform,
    since: null,
    maxRuns: 1000,
    now,
    version: 'test',
    clock: () => clock,
    skipped: [],
  };
}

/**
 * The first part in which two reports differ. Which logs are gone, and what became of findings, only the one can say
 * that has seen more.
 */
function differenceOf(whole: Report, resumed: Report): string | null {
  const findings = resumed.findings.map(({ trend: _trend, ...finding }) => finding);
  const coverage = resumed.coverage.filter(({ detail }) => !detail.startsWith('removed since byte'));
  const parts = [
    ['node', whole.node, resumed.node],
    ['verdict', whole.verdict, resumed.verdict],
    ['now', whole.run.now, resumed.run.now],
    ['findings', whole.findings, findings],
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
