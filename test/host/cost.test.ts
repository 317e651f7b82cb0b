import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { CheckCost } from './world/cost.ts';
import { CAN_MAKE_WORLDS, inWorld, programForAll } from './world/world.ts';

const PAIRS = 15;
/** It is to be 3; above the limit it has become worse than what was reached. Starting the command line alone is 1.8. */
const GOAL = 3;
const LIMIT = 3.8;

test.skipIf(!CAN_MAKE_WORLDS)(
  'checking a healthy node costs little beyond its probes',
  async () => {
    const script = resolve('test/host/world/cost.ts');
    const command = [process.execPath, '--no-warnings', script, String(PAIRS), ...programForAll()];
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
