/**
 * Diagnoses trees in which a generator planted known failures, and holds the reports against its list: every planted
 * cause found, counted and cited right, and nothing active where nothing was planted.
 *
 *   node build-scripts/check-truth.ts
 *
 * Exits 1 when something is wrong, 0 with a line `skipped: …` where no tree can be made.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Report } from '../src/report/report.ts';
import { PLANTED_CAUSES } from '../test/support/planted-causes.ts';
import { makeTree, type Tree, type TreeOptions, whyNoTrees } from './trees.ts';
import { compareWithTruth, type Row, type Truth } from './truth/compare.ts';

type TreePlatform = NonNullable<TreeOptions['platform']>;

const PLATFORMS: readonly TreePlatform[] = ['linux', 'windows'];
const SEEDS = [1, 2, 3];
const SHOWN_PROBLEMS = 4;

const skipped = whyNoTrees();
if (skipped === null) {
  printAmbiguous();
  const results = PLATFORMS.flatMap((platform) => [
    ...SEEDS.map((seed) => checkPlanted(platform, seed)),
    checkQuiet(platform),
  ]);
  process.exitCode = results.every(Boolean) ? 0 : 1;
} else console.log(`skipped: ${skipped}`);

function printAmbiguous(): void {
  console.log('planted lines that name more than one cause:');
  for (const [key, { roots, why }] of Object.entries(PLANTED_CAUSES)) {
    if (why !== undefined) console.log(`  ${key}: ${roots.join(' or ')}; ${why}`);
  }
}

function checkPlanted(platform: TreePlatform, seed: number): boolean {
  const tree = makeTree({ megabytes: 200, seed, platform });
  const truth = JSON.parse(readFileSync(tree.truth, 'utf8')) as Truth;
  const report = diagnose(tree, platform);
  if (typeof report === 'string') return fail(`${platform}, seed ${seed}: ${report}`);
  const rows = compareWithTruth(report, truth, PLANTED_CAUSES);
  const wrong = rows.filter(({ problems }) => problems.length > 0);
  console.log(`\n${platform}, seed ${seed}: ${rows.length - wrong.length} of ${rows.length} causes right`);
  for (const row of rows) console.log(textOf(row));
  return wrong.length === 0;
}

/** On a tree without failures, all that is logged as one is noise. */
function checkQuiet(platform: TreePlatform): boolean {
  const report = diagnose(makeTree({ megabytes: 50, seed: 1, failureRate: 0, platform }), platform);
  if (typeof report === 'string') return fail(`${platform}, no failures: ${report}`);
  const active = report.findings.filter(({ status }) => status === 'active');
  console.log(`\n${platform}, no failures: ${active.length} active findings, verdict ${report.verdict}`);
  for (const { cause, count, evidence } of active) {
    console.log(`  ${cause} ×${count}: ${evidence[0]?.excerpt ?? 'no evidence'}`);
  }
  return active.length === 0;
}

/** The report on a tree, or why there is none. */
function diagnose({ root }: Tree, platform: TreePlatform): Report | string {
  const args = ['dist/main.cjs', 'diagnose', '--root', root, '--platform', platform, '--format', 'json'];
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 });
  try {
    return JSON.parse(result.stdout) as Report;
  } catch {
    return `no report, status ${result.status}: ${result.stderr.trim().split('\n').at(-1)}`;
  }
}

function fail(line: string): false {
  console.log(`\n${line}`);
  return false;
}

function textOf({ cause, keys, planted, counted, statuses, cited, problems }: Row): string {
  const [low, high] = planted;
  const amount = low === high ? `${low}` : `${low} to ${high}`;
  const figures = `planted ${amount.padStart(12)}  counted ${String(counted).padStart(6)}  cited ${String(cited).padStart(3)}`;
  const head = `  ${problems.length === 0 ? 'ok   ' : 'WRONG'} ${cause.padEnd(32)} ${figures}  ${statuses}  (${keys.join(', ')})`;
  const more = problems.length > SHOWN_PROBLEMS ? [`and ${problems.length - SHOWN_PROBLEMS} more`] : [];
  return [
    head,
    ...[...problems.slice(0, SHOWN_PROBLEMS), ...more].map((problem) => `        ${problem}`),
  ].join('\n');
}
