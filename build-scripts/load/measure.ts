/**
 * Has the program follow a node on which ten documents a second run, and measures whether it tells every failure that
 * was planted, once, how soon, and what that costs, beside a program that does no more than read the logs:
 *
 *   node build-scripts/load/measure.ts [--seconds 60] [--rest 60] [--rate 10] [--failures 0.2] [--seed 1]
 *                                      [--program FILE] [--keep DIR]
 *
 * Then for --rest seconds what it costs on a node on which nothing happens. --program names a script to measure in place of the product; --keep leaves
 * the tree under load, what was planted and what was heard in a new folder. Exits 1 when a limit is passed, 0 with a line
 * `skipped: …` where processes cannot be looked into.
 */
import { parseArgs } from 'node:util';
import { lineOf } from '../bench/rows.ts';
import { measureRest } from './measure/at-rest.ts';
import { whyNoFigures } from './measure/process-figures.ts';
import { stormRemarks, stormRows } from './measure/storm-rows.ts';
import { measureStorm } from './measure/under-storm.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rest: { type: 'string', default: '60' },
    rate: { type: 'string', default: '10' },
    failures: { type: 'string', default: '0.2' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    program: { type: 'string', default: 'dist/main.cjs' },
    keep: { type: 'string' },
  },
});
const skipped = whyNoFigures();
if (skipped === null) {
  const { seconds, rate, failures, seed } = values;
  console.log(`${seconds} s, ${rate} runs a second, ${failures} of them with a failure, seed ${seed}`);
  try {
    const measured = await measureStorm({
      seconds: Number(seconds),
      rate: Number(rate),
      failures: Number(failures),
      seed: Number(seed),
      program: values.program,
      keep: values.keep ?? null,
    });
    const rows = stormRows(measured);
    for (const line of [...rows.map(lineOf), ...stormRemarks(measured)]) console.log(line);
    const rest = await measureRest({ seconds: Number(values.rest), program: values.program, runs: 2000 });
    for (const row of rest) console.log(lineOf(row));
    process.exitCode = [...rows, ...rest].every(({ kept }) => kept) ? 0 : 1;
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
} else console.log(`skipped: ${skipped}`);
