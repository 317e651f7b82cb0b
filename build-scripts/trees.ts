import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GENERATOR = join(import.meta.dirname, '../../shared/tools/gen-logs.mjs');

export interface TreeOptions {
  /** Size, in millions of bytes. */
  readonly megabytes: number;
  readonly seed: number;
  /** Share of the agent's messages that are failures; the generator's own when absent. */
  readonly failureRate?: number;
  /** Linux when absent. */
  readonly platform?: 'linux' | 'windows';
}

export interface Tree {
  /** The root of the made-up instance. */
  readonly root: string;
  /** The generator's list of what it planted; beside the root, so that no search finds its own answers. */
  readonly truth: string;
}

/** Why no tree can be made here, or null. */
export function whyNoTrees(): string | null {
  return existsSync(GENERATOR)
    ? null
    : 'the generator of log trees, ../shared/tools/gen-logs.mjs, is not here';
}

/** Makes a tree, or returns the one that was made with the same options by the same generator. */
export function makeTree(options: TreeOptions): Tree {
  const { megabytes, seed, platform = 'linux' } = options;
  const flags = ['--mb', String(megabytes), '--seed', String(seed), '--platform', platform];
  if (options.failureRate !== undefined) flags.push('--failure-rate', String(options.failureRate));
  const key = createHash('sha256')
    .update(readFileSync(GENERATOR))
    .update(flags.join(' '))
    .digest('hex')
    .slice(0, 12);
  const folder = join(tmpdir(), `ssm-doctor-bench-${megabytes}mb-seed${seed}-${key}`);
  const tree = { root: join(folder, 'root'), truth: join(folder, 'truth.json') };
  if (existsSync(folder)) return tree;

  const making = `${folder}.${process.pid}`;
  const root = join(making, 'root');
  mkdirSync(root, { recursive: true });
  const result = spawnSync(process.execPath, [GENERATOR, '--out', root, ...flags], { encoding: 'utf8' });
  if (result.status !== 0) {
    rmSync(making, { recursive: true });
    throw new Error(`the generator failed: ${result.stderr || result.error?.message}`);
  }
  renameSync(join(root, 'truth.json'), join(making, 'truth.json'));
  renameSync(making, folder);
  return tree;
}
