import { describe, expect, test } from 'vitest';
import { loadCauses } from '../../src/causes/load-causes.ts';
import { type Check, check } from '../../src/host/check.ts';
import { CHECKS } from '../../src/host/checks.ts';
import { runChecks } from '../../src/host/run-checks.ts';
import type { CheckOutcome } from '../../src/report/check-report.ts';
import { sceneWith } from './a-scene.ts';

const STEP = { step: 'look at it', effect: 'read-only' } as const;

async function outcomesOf(checks: readonly Check[], limit = 1000): Promise<CheckOutcome[]> {
  const elapsed = (): number => performance.now();
  return runChecks(checks, sceneWith({}), { limit, elapsed, remedyOf: (id) => [{ ...STEP, step: id }] });
}

const fine = check({
  name: 'fine',
  title: 'Fine',
  gather: () => 1,
  judge: () => ({ status: 'ok', summary: 'fine' }),
});

describe('the runner', () => {
  test('gives an outcome for each check, in their order', async () => {
    const failed = check({
      ...{ name: 'bad', title: 'Bad', weight: 'optional', gather: () => 1 },
      judge: () => ({ status: 'failed', cause: 'HOST_DISK_FULL', summary: 'full', remedy: [STEP] }),
    });
    const [one, two] = await outcomesOf([failed, fine]);
    expect(one).toMatchObject({
      ...{ check: 'bad', weight: 'optional', status: 'failed', cause: 'HOST_DISK_FULL', summary: 'full' },
      remedy: [STEP, { ...STEP, step: 'HOST_DISK_FULL' }],
    });
    expect(two).toMatchObject({ check: 'fine', status: 'ok', cause: null, remedy: [] });
  });

  test('makes a result of what hangs, and tells it to stop', async () => {
    const stopped: string[] = [];
    const hang = (name: string, limit: number): Check =>
      check({
        ...{ name, title: name, limit, judge: () => ({ status: 'ok', summary: '' }) },
        gather: (_scene, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              stopped.push(name);
              resolve(null);
            });
          }),
      });
    const started = performance.now();
    const outcomes = await outcomesOf([hang('own', 80), fine, hang('common', 60_000)], 200);
    expect(performance.now() - started).toBeLessThan(600);
    expect(outcomes.map(({ status }) => status)).toEqual(['timed-out', 'ok', 'timed-out']);
    expect(outcomes[0]?.summary).toBe('no result in 80 ms');
    expect(outcomes[2]?.summary).toBe('no result in 200 ms');
    expect(stopped).toEqual(['own', 'common']);
  });

  test('makes a result of a crash, and goes on', async () => {
    const crash = check({
      ...{ name: 'crash', title: 'Crash', judge: () => ({ status: 'ok', summary: '' }) },
      gather: () => {
        throw new TypeError('x is not a function');
      },
    });
    const [one, two] = await outcomesOf([crash, fine]);
    expect(one).toMatchObject({
      status: 'crashed',
      summary: 'internal error: TypeError: x is not a function',
    });
    expect(two?.status).toBe('ok');
  });

  test('says where a check belongs', async () => {
    const foreign = { ...fine, platforms: ['windows'] as const };
    expect((await outcomesOf([foreign]))[0]).toMatchObject({
      status: 'not-applicable',
      summary: 'only on windows',
    });
  });
});

describe('the list of checks', () => {
  test('has each name once, in a form that can be typed', () => {
    const names = CHECKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('gives every check less time than all together have', () => {
    for (const { limit } of CHECKS) expect(limit).toBeLessThan(10_000);
  });
});

test('every cause that a check may name is in the catalogue', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const files = readdirSync('src/host', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const named = files.flatMap(
    (name) => readFileSync(`src/host/${name}`, 'utf8').match(/'[A-Z]+(?:_[A-Z]+)+'/g) ?? [],
  );
  const known = new Set(loadCauses().map(({ id }) => `'${id}'`));
  const areas = new Set([...known].map((id) => id.split('_')[0]));
  const causes = named.filter((name) => areas.has(name.split('_')[0]));
  expect(causes.length).toBeGreaterThan(40);
  expect(causes.filter((name) => !known.has(name))).toEqual([]);
});
