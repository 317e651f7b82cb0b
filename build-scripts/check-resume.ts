/**
 * Lets trees come to be bit by bit, with logs that are rotated meanwhile, and holds what a reading reports that
 * remembers the earlier ones against what a whole reading does: the labelled logs and generated trees.
 *
 *   node build-scripts/check-resume.ts [SEED]
 *
 * Exits 1 when a report differs, 0 with a line `skipped: …` where there are no such logs.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '../src/report/report.ts';
import { type Case, compareWhileGrowing } from './resume/compare.ts';
import { randomOf } from './resume/random.ts';
import { makeTree, whyNoTrees } from './trees.ts';

const SHARED = join(import.meta.dirname, '../../shared');
/** Points at which a generated tree, or a labelled one, is cut. */
const CUTS = { generated: 20, labelled: 4 } as const;

const [given] = process.argv.slice(2);
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
const skipped = whyNoTrees();
if (skipped === null) {
  console.log(`seed ${seed}`);
  const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-resume-'));
  try {
    const results = [
      ...['corpus', 'agent-runs'].map((name) => checkLabelled(name, scratch)),
      ...(['linux', 'windows'] as const).map((platform) => checkGenerated(platform, scratch)),
    ];
    process.exitCode = results.every(Boolean) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
} else console.log(`skipped: ${skipped}`);

function checkLabelled(name: string, scratch: string): boolean {
  const folder = join(SHARED, name);
  const cases = readdirSync(folder).filter((slug) => existsSync(join(folder, slug, 'case.json')));
  const problems = cases.flatMap((slug, index) => {
    const { platform, asOf } = JSON.parse(readFileSync(join(folder, slug, 'case.json'), 'utf8')) as {
      platform: Platform;
      asOf?: string;
    };
    const now = asOf === undefined ? null : Date.parse(asOf);
    const root = join(folder, slug, 'root');
    const difference = check({ root, platform, now }, scratch, CUTS.labelled, seed + index);
    return difference === null ? [] : [`${slug}: ${difference}`];
  });
  console.log(`${name}: ${cases.length - problems.length} of ${cases.length} cases the same`);
  for (const problem of problems) console.log(`  ${problem.slice(0, 1000)}`);
  return problems.length === 0;
}

function checkGenerated(platform: 'linux' | 'windows', scratch: string): boolean {
  const { root } = makeTree({ megabytes: 20, seed: 1, platform, failureRate: 0.02 });
  const difference = check({ root, platform, now: null }, scratch, CUTS.generated, seed);
  console.log(`generated for ${platform}: ${difference === null ? 'the same' : difference.slice(0, 1000)}`);
  return difference === null;
}

function check(found: Case, scratch: string, cuts: number, from: number): string | null {
  const folder = join(scratch, 'tree');
  try {
    return compareWhileGrowing(found, folder, cuts, randomOf(from));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
