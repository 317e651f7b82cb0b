import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareWhileGrowing } from '../../../build-scripts/resume/compare.ts';
import { randomOf } from '../../../build-scripts/resume/random.ts';
import { evidenceOf, expectedOf, scenarioNames } from '../../fixtures/scenario.ts';
import { agentLine } from '../a-node.ts';

const SEED = Number(process.env.RESUME_SEED ?? Date.now() % 2 ** 31);
const scratch = mkdtempSync(join(tmpdir(), 'ssm-doctor-equality-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe(`a reading that remembers the earlier ones reports what a whole one does (seed ${SEED})`, () => {
  test.each(scenarioNames().map((name, index) => [name, index] as const))('of %s', (name, index) => {
    const { platform, now } = expectedOf(name);
    const given = { root: evidenceOf(name), platform, now: now === undefined ? null : Date.parse(now) };
    expect(compareWhileGrowing(given, join(scratch, name), 2, randomOf(SEED + index))).toBeNull();
  });

  test('of logs that are longer than a block', () => {
    const root = join(scratch, 'long');
    const logs = join(root, 'var/log/amazon/ssm');
    mkdirSync(logs, { recursive: true });
    const random = randomOf(SEED);
    const lines = Array.from({ length: 25_000 }, (_, index) => aLine(index, random()));
    writeFileSync(join(logs, 'amazon-ssm-agent.log'), lines.join(''));
    writeFileSync(join(logs, 'errors.log'), lines.filter((line) => line.includes(' ERROR ')).join(''));
    const given = { root, platform: 'linux', now: null } as const;
    expect(compareWhileGrowing(given, join(scratch, 'grown'), 12, random)).toBeNull();
  });
});

/** Errors that are known, and that nobody knows; successes; records of several lines; and much that says nothing. */
function aLine(index: number, choice: number): string {
  const at = index / 10;
  if (choice < 0.02) return agentLine(at, 'ERROR', `open /var/lib/x${index % 7}: no space left on device`);
  if (choice < 0.03)
    return agentLine(at, 'ERROR', `[Association] trouble ${index} of a kind\n\tthat goes on\n\tand on`);
  if (choice < 0.04)
    return agentLine(at, 'INFO', 'Successfully connected with instance profile role credentials');
  if (choice < 0.05) return agentLine(at, 'ERROR', 'EC2RoleRequestError: no EC2 instance role found');
  return agentLine(at, 'INFO', `nothing of interest in ${'a line '.repeat(Math.floor(choice * 40))}`);
}
