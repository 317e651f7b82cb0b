import type { Row } from '../../bench/rows.ts';
import { measureRest } from './at-rest.ts';
import { stormRows } from './storm-rows.ts';
import { measureStorm } from './under-storm.ts';

/** Ten documents a second, every fifth with a failure. */
const STORM = { rate: 10, failures: 0.2, seed: 1, keep: null };
const RUNS_AT_REST = 2000;

/** Each figure of a program that follows a node, for so many seconds under load and at rest. */
export async function followingRows(
  program: string,
  seconds: { readonly load: number; readonly rest: number },
): Promise<Row[]> {
  const underLoad = stormRows(await measureStorm({ ...STORM, seconds: seconds.load, program }));
  return [...underLoad, ...(await measureRest({ seconds: seconds.rest, program, runs: RUNS_AT_REST }))];
}
