/**
 * Measures what the product promises about speed and memory, against ripgrep looking for the same literals in the
 * same tree, and about following a node, against tail and a bare process with a timer, on this machine:
 *
 *   node build-scripts/bench.ts [--quick] [--resident]
 *
 * With SSM_DOCTOR_PROGRAM it measures that executable instead of the bundle, without those of following. --quick takes fewer and shorter measurements, --resident only those of following.
 * Exits 1 when a limit is passed, 0 with a line `skipped: …` where no tree can be made.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../src/causes/catalogue.ts';
import { writeRules } from './bench/many-rules.ts';
import { findMeter, type Meter } from './bench/meter.ts';
import { compare, mediansOf } from './bench/pairs.ts';
import { lineOf, megabytes, milliseconds, type Row, ratioRow } from './bench/rows.ts';
import { followingRows } from './load/measure/following-rows.ts';
import { whyNoFigures } from './load/measure/process-figures.ts';
import { makeTree, whyNoTrees } from './trees.ts';

/** Above these it has become worse: what was reached, with room for the noise of a shared machine. */
const LIMITS = {
  speed: 1.2,
  patterns: 2.0,
  memory: 48e6,
  growth: 1.15,
  start: 1.5,
  empty: 3.0,
  report: 3,
  again: 2.5,
} as const;
/** Where the limit leaves room for noise, what it is to be. */
const GOALS = { speed: 1.0, patterns: 2.0, memory: 48e6, start: 1.5, empty: 2.5 } as const;
/** What is reported in a dry run; small, so that what the diagnosis costs does not hide what the report adds. */
const EXAMPLE = 'fixtures/repository-access-denied/evidence';
const PROGRAM = 'dist/main.cjs';
const EXECUTABLE = process.env.SSM_DOCTOR_PROGRAM ?? '';
const BUNDLE = EXECUTABLE === '' ? [process.execPath, PROGRAM] : [EXECUTABLE];
/** Nothing active, active causes, inconclusive: the statuses of a diagnosis that was made. */
const DIAGNOSED = [0, 3, 4];

const quick = process.argv.includes('--quick');
const onlyFollowing = process.argv.includes('--resident');
try {
  const rows = [...(onlyFollowing ? [] : reading()), ...(await following())];
  process.exitCode = rows.every(({ kept }) => kept) ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** What it takes to read a tree. */
function reading(): Row[] {
  const skipped = whyNoTrees();
  if (skipped !== null) return skip(skipped);
  const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-measure-'));
  try {
    return print(measure(findMeter(), scratch));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** What it takes to follow a node. */
async function following(): Promise<Row[]> {
  if (EXECUTABLE !== '') return [];
  const skipped = whyNoFigures();
  if (skipped !== null) return skip(skipped);
  return print(await followingRows(PROGRAM, quick ? { load: 10, rest: 10 } : { load: 60, rest: 30 }));
}

function skip(why: string): Row[] {
  console.log(`skipped: ${why}`);
  return [];
}

function print(rows: Row[]): Row[] {
  for (const row of rows) console.log(lineOf(row));
  return rows;
}

function measure(meter: Meter, scratch: string): Row[] {
  const output = join(scratch, 'output');
  const run = (command: readonly string[], expected: readonly number[], into = output) => {
    const cost = meter(command, into);
    if (expected.includes(cost.status)) return cost;
    throw new Error(`${command.slice(1).join(' ')} ended with status ${cost.status}`);
  };
  const version = () => run([...BUNDLE, '--version'], [0]);
  const diagnose = (root: string, ...more: string[]) =>
    run(
      [...BUNDLE, 'diagnose', '--root', root, '--platform', 'linux', '--format', 'json', ...more],
      DIAGNOSED,
    );

  const nothingNew = (pairs: number, root: string, folder: string) => {
    const state = join(folder, 'state');
    diagnose(root, '--state', state);
    return compare(
      pairs,
      () => diagnose(root, '--state', state),
      () => run(['find', root, '-type', 'f', '-newermt', '2100-01-01'], [0]),
    );
  };

  const literals = join(scratch, 'literals');
  run([...BUNDLE, 'rules', 'literals'], [0], literals);
  if (statSync(literals).size === 0) throw new Error('rules literals printed nothing');

  const { root } = makeTree({ megabytes: 200, seed: 1 });
  const ripgrep = () => run(['rg', '-uu', '-c', '-F', '-f', literals, root], [0]);
  const speed = compare(quick ? 3 : 9, () => diagnose(root), ripgrep);
  const nothing = () => run([process.execPath, '-e', '0'], [0]);
  const start = compare(quick ? 5 : 21, version, nothing);
  const empty = compare(quick ? 5 : 21, () => diagnose(emptyTree(scratch)), nothing);
  const rows = [speedRow(speed), memoryRow(speed.a.peak, start.a.peak)];
  const own = patternCount();
  const rules = join(scratch, 'rules');
  writeRules(rules, 3 * own);
  const withRules = compare(
    quick ? 1 : 9,
    () => diagnose(root, '--rules', rules),
    () => diagnose(root),
  );
  rows.push(patternsRow(withRules, own), againRow(nothingNew(quick ? 3 : 11, root, scratch)));
  if (!quick) {
    const large = makeTree({ megabytes: 1000, seed: 1 }).root;
    rows.push(growthRow(mediansOf([1, 2, 3].map(() => diagnose(large))).peak, speed.a.peak));
  }
  const reported = compare(
    quick ? 5 : 21,
    () =>
      run([...BUNDLE, 'report', '--dry-run', '--to', 'compliance,inventory,file', '--root', EXAMPLE], [0]),
    () => diagnose(EXAMPLE),
  );
  return [...rows, startRow(start), emptyRow(empty), reportRow(reported, start.b.cpu)];
}

function speedRow({ ratio, lowest, highest, a, b }: ReturnType<typeof compare>): Row {
  const spread = `pairs ${lowest.toFixed(2)} to ${highest.toFixed(2)}`;
  const detail = `diagnose ${a.cpu.toFixed(3)} s, rg ${b.cpu.toFixed(3)} s of CPU on 200 MB; ${spread}; goal ${GOALS.speed.toFixed(2)}`;
  return ratioRow('speed against ripgrep', ratio, LIMITS.speed, detail);
}

function patternCount(): number {
  const { signals, successes, harmless, context } = loadCatalogue('linux');
  return signals.length + successes.length + harmless.length + context.length;
}

function patternsRow({ ratio, a, b }: ReturnType<typeof compare>, own: number): Row {
  const detail = `${4 * own} patterns ${a.cpu.toFixed(3)} s, ${own} patterns ${b.cpu.toFixed(3)} s of CPU; goal ${GOALS.patterns.toFixed(2)}`;
  return ratioRow('four times the patterns', ratio, LIMITS.patterns, detail);
}

function againRow({ ratio, a, b }: ReturnType<typeof compare>): Row {
  const detail = `--state with nothing new ${milliseconds(a.cpu)}, find -newermt ${milliseconds(b.cpu)} of CPU`;
  return ratioRow('again against find', ratio, LIMITS.again, detail);
}

function memoryRow(peak: number, atRest: number): Row {
  return {
    name: 'memory above --version',
    value: megabytes(peak - atRest),
    limit: megabytes(LIMITS.memory),
    kept: peak - atRest <= LIMITS.memory,
    detail: `peak ${megabytes(peak)} at 200 MB, --version ${megabytes(atRest)}; goal ${megabytes(GOALS.memory)}`,
  };
}

function growthRow(large: number, small: number): Row {
  return ratioRow('memory at 1 GB to 200 MB', large / small, LIMITS.growth, `peak ${megabytes(large)}`);
}

function startRow({ ratio, a, b }: ReturnType<typeof compare>): Row {
  const detail = `--version ${milliseconds(a.cpu)}, node -e 0 ${milliseconds(b.cpu)} of CPU; goal ${GOALS.start.toFixed(2)}`;
  return ratioRow('start against node', ratio, LIMITS.start, detail);
}

function emptyRow({ ratio, a, b }: ReturnType<typeof compare>): Row {
  const detail = `diagnose of an empty tree ${milliseconds(a.cpu)}, node -e 0 ${milliseconds(b.cpu)} of CPU; goal ${GOALS.empty.toFixed(2)}`;
  return ratioRow('empty tree against node', ratio, LIMITS.empty, detail);
}

function emptyTree(scratch: string): string {
  const folder = join(scratch, 'empty');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function reportRow({ a, b }: ReturnType<typeof compare>, node: number): Row {
  const detail = `report --dry-run ${milliseconds(a.cpu)}, diagnose ${milliseconds(b.cpu)}, node -e 0 ${milliseconds(node)} of CPU`;
  return ratioRow('report beyond diagnose', (a.cpu - b.cpu) / node, LIMITS.report, detail);
}
