import { chmodSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { bundlePath } from '../support/bundle.ts';
import type { CheckCost } from './world/cost.ts';
import { CAN_MAKE_WORLDS, inWorld } from './world/world.ts';

const PAIRS = 15;
/** It is to be 3; above the limit it has become worse than what was reached. Starting the command line alone is 2.9. */
const GOAL = 3;
const LIMIT = 5.5;

test.skipIf(!CAN_MAKE_WORLDS)(
  'checking a healthy node costs little beyond its probes',
  async () => {
    const path = bundlePath();
    chmodSync(dirname(path), 0o755);
    const script = resolve('test/host/world/cost.ts');
    const command = [process.execPath, '--no-warnings', script, path, String(PAIRS)];
    const { text, errors } = await inWorld({}, command);
    if (!text.startsWith('{')) throw new Error(errors);
    const { check, node, probes, ratio, ownRatio }: CheckCost = JSON.parse(text);
    const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`;
    console.log(
      `check ${ms(check)} of CPU, bare probes ${ms(probes)}, node -e 0 ${ms(node)}: ${ratio.toFixed(2)} times, ` +
        `without the probes ${ownRatio.toFixed(2)} (limit ${LIMIT}, goal ${GOAL})`,
    );
    expect(ownRatio).toBeLessThanOrEqual(LIMIT);
  },
  120_000,
);
