import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILED } from '../bundle/part-names.ts';
import { WORK } from '../bundle/work.ts';
import type { Emulator } from './emulator.ts';

/** Before what V8 wrote of a part stand so many digits that tell its text. */
const DIGEST_LENGTH = 16;
/** V8 writes here, behind them, a hash of its flags (v8/src/snapshot/code-serializer.h, SerializedCodeData). */
const FLAGS_AT = DIGEST_LENGTH + 12;
const FLAGS_LENGTH = 4;
/** What V8 writes is in the order of its hash tables, which is another in each process. */
const SAME_ORDER = '--hash-seed=1';
/** About one in ten is a little different for all that. */
const MOST_TRIES = 8;

/**
 * What a Node for another machine, or this one, makes of the parts COMPILED of a bundle, in their order: the same bytes
 * each time, as code-cache.cjs writes them. V8 takes them only with the flags that they were made with, so that the hash
 * of the flags that it has without a seed is put in the place of that with one, and it is asked whether it takes them.
 */
export function codeCachesOf(node: string, emulator: Emulator, bundle: string, folder: string): Buffer[] {
  const copy = join(folder, 'bundle.cjs');
  copyFileSync(bundle, copy);
  const fileOf = (part: string): string => join(`${copy}.cache`, part);
  const made = (...flags: string[]): Buffer[] => {
    rmSync(`${copy}.cache`, { recursive: true, force: true });
    for (const work of WORK) ranBy(node, emulator, [...flags, 'build-scripts/code-cache.cjs', copy, ...work]);
    return COMPILED.map((part) => readFileSync(fileOf(part)));
  };
  const flags = made()[0]?.subarray(FLAGS_AT, FLAGS_AT + FLAGS_LENGTH);
  const caches = seenTwice(() => made(SAME_ORDER));
  for (const [index, cache] of caches.entries()) {
    flags?.copy(cache, FLAGS_AT);
    writeFileSync(fileOf(COMPILED[index] ?? ''), cache);
  }
  for (const work of WORK)
    if (ranBy(node, emulator, ['build-scripts/binaries/takes-cache.cjs', copy, ...work]) !== 0)
      throw new Error('expected V8 to take the code that it compiled before, found it refused; see FLAGS_AT');
  return caches;
}

function seenTwice(make: () => Buffer[]): Buffer[] {
  const seen = new Set<string>();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const made = make();
    const digest = createHash('sha256').update(Buffer.concat(made)).digest('hex');
    if (seen.has(digest)) return made;
    seen.add(digest);
  }
  throw new Error(`expected V8 to compile the same twice in ${MOST_TRIES} tries, found none alike`);
}

/** Nothing is a pipe: under Wine, Node cannot write to one. */
function ranBy(node: string, { command, env }: Emulator, args: readonly string[]): number | null {
  const [program = node, ...words] = [...command, node];
  return spawnSync(program, [...words, ...args], { stdio: 'ignore', env: { ...process.env, ...env } }).status;
}
