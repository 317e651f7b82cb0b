import { join } from 'node:path';
import { findMeter } from '../../../build-scripts/bench/meter.ts';
import { compare } from '../../../build-scripts/bench/pairs.ts';

/** What checking costs, in seconds of CPU with that of the programs that are started. */
export interface CheckCost {
  readonly check: number;
  /** The bare probes without what Node needs to start. */
  readonly probes: number;
  /** `node -e 0`, measured in turn with both. */
  readonly node: number;
  /** Of `check` to `node`, and what of it is left without the probes. */
  readonly ratio: number;
  readonly ownRatio: number;
}

/**
 * Measures the checks of the machine that this runs on, and prints it as JSON:
 * node cost.ts PAIRS PROGRAM…
 */
const [pairs = '', ...program] = process.argv.slice(2);
const meter = findMeter();
const besideNode = (command: readonly string[]) =>
  compare(
    Number(pairs),
    () => meter(command, '/dev/null'),
    () => meter([process.execPath, '-e', '0'], '/dev/null'),
  );
const checks = besideNode([...program, 'check', '--format', 'json']);
const bare = besideNode([process.execPath, join(import.meta.dirname, 'bare-probes.cjs')]);
const cost: CheckCost = {
  check: checks.a.cpu,
  probes: bare.a.cpu - bare.b.cpu,
  node: checks.b.cpu,
  ratio: checks.ratio,
  ownRatio: checks.ratio - (bare.ratio - 1),
};
console.log(JSON.stringify(cost));
