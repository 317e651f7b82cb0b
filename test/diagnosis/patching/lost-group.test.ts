import { describe, expect, test } from 'vitest';
import { ASSOCIATION, diagnoseFiles, type InstanceFiles } from '../a-node.ts';
import { BASELINE, OTHER_BASELINE, type RunFacts, runOn } from './a-patched-node.ts';

const BAD = 'Non-Compliant with severity of HIGH';

function inGroup(group: string, facts: RunFacts = {}): InstanceFiles {
  return runOn(19, '03:12:00', { operation: 'Install', lines: [`Patch Group: ${group}`], ...facts });
}

function inNoGroup(facts: RunFacts = {}): InstanceFiles {
  return runOn(20, '03:12:00', {
    baseline: OTHER_BASELINE,
    verdict: BAD,
    lines: ['Patch Group: '],
    ...facts,
  });
}

function mismatches(...files: readonly InstanceFiles[]): Readonly<Record<string, string>>[] {
  const { findings } = diagnoseFiles(Object.assign({}, ...files));
  return findings.filter(({ cause }) => cause === 'PATCH_BASELINE_MISMATCH').map(({ captures }) => captures);
}

describe('a node in no patch group', () => {
  test('was in one whose baseline judged it before', () => {
    expect(mismatches(inGroup('web'), inNoGroup())).toEqual([
      expect.objectContaining({ baseline: OTHER_BASELINE, otherBaseline: BASELINE, patchGroup: 'web' }),
    ]);
    expect(mismatches(inGroup('web'), inNoGroup({ lines: ['Patch Group: None'] }))).toHaveLength(1);
  });

  test.each([
    ['it never was in one', inGroup('')],
    ['the baseline is the same', inGroup('web', { baseline: OTHER_BASELINE })],
    ['nothing is known of before', {}],
  ])('is as it should be when %s', (_what, before) => {
    expect(mismatches(before, inNoGroup())).toEqual([]);
  });

  test('is as it should be when it is compliant, or patched by an override', () => {
    expect(mismatches(inGroup('web'), inNoGroup({ verdict: 'Compliant' }))).toEqual([]);
    const override = ['Downloading Baseline Override from s3://policies/overrides.json', 'Patch Group: '];
    expect(mismatches(inGroup('web'), inNoGroup({ lines: override }))).toEqual([]);
  });

  test('is one that somebody moved when the last run names another group', () => {
    expect(mismatches(inGroup('web'), inNoGroup({ lines: ['Patch Group: databases'] }))).toEqual([]);
  });
});

describe('an association that names baselines by tags', () => {
  const searched = 'Searching for baselines with tags Key=Team,Values=web';

  test('uses another one where no baseline has them', () => {
    const lines = [searched, 'Baselines from tags are.... '];
    expect(mismatches(inNoGroup({ lines }))).toHaveLength(1);
    expect(mismatches(inNoGroup({ lines, verdict: 'Compliant' }))).toEqual([]);
  });

  test('uses the one that has them', () => {
    const lines = [searched, `Baselines from tags are.... ${OTHER_BASELINE}`];
    expect(mismatches(inNoGroup({ lines }))).toEqual([]);
  });

  test('is over it when a later run ends well', () => {
    const { findings } = diagnoseFiles({
      ...runOn(19, '03:12:00', { verdict: BAD, lines: ['Baselines from tags are.... '] }, ASSOCIATION),
      ...runOn(20, '03:12:00', { verdict: 'Compliant' }, ASSOCIATION),
    });
    const [finding] = findings.filter(({ cause }) => cause === 'PATCH_BASELINE_MISMATCH');
    expect(finding?.status).toBe('recovered');
  });
});
