import { describe, expect, test } from 'vitest';
import { mergeTroubles } from '../../../src/diagnosis/conclude/merge.ts';
import { judge } from '../../../src/diagnosis/conclude/roles.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { troublesOf } from '../../../src/diagnosis/conclude/troubles.ts';
import { type EngineState, emptyState, type Observation } from '../../../src/diagnosis/model.ts';
import { successKey } from '../../../src/diagnosis/operation-key.ts';
import { aCatalogue } from '../a-catalogue.ts';
import { ASSOCIATION } from '../a-node.ts';
import { AGENT, anObservation, anOperation, aSuccess, THE_ASSOCIATION } from '../a-state.ts';

const catalogue = aCatalogue();
const SECOND = 1000;

/** The agent said it of an association, and `later` milliseconds on without a name. */
function saidTwice(
  later: number,
  facts: Partial<Observation> = {},
  besides: Observation[] = [],
): EngineState {
  const state = emptyState();
  anOperation(state, THE_ASSOCIATION, [anObservation('ASSOC_FAILED', { at: SECOND }), ...besides]);
  anOperation(state, AGENT, [anObservation('ASSOC_FAILED', { at: SECOND + later }, facts)]);
  return state;
}

/** `status role` of each finding there would be for the cause. */
function found(state: EngineState): string[] {
  const timeline = timelineOf(state);
  const groups = mergeTroubles(judge(troublesOf(state, catalogue, timeline), catalogue, timeline));
  return groups
    .filter(([first]) => first.observation.cause === 'ASSOC_FAILED')
    .map(([{ recoveredBy, role }]) => `${recoveredBy === null ? 'active' : 'recovered'} ${role}`)
    .sort();
}

describe('what the agent says of an association, and again without its name', () => {
  test('is one finding when it is said within a minute', () => {
    expect(found(saidTwice(5 * SECOND))).toEqual(['active root']);
    expect(found(saidTwice(90 * SECOND))).toEqual(['active root', 'active root']);
  });

  test('is two when it names something else', () => {
    const subject = { kind: 'endpoint', id: 'ssm.example.com' } as const;
    expect(found(saidTwice(5 * SECOND, { subject }))).toHaveLength(2);
  });

  test('passes together', () => {
    const state = saidTwice(5 * SECOND);
    const success = aSuccess('association-worked', { at: 60 * SECOND });
    state.associationSuccesses.set(successKey(ASSOCIATION, success.success), success);
    expect(found(state)).toEqual(['recovered root']);
  });

  test('has one reason', () => {
    expect(found(saidTwice(5 * SECOND, {}, [anObservation('DISK_FULL', { at: SECOND })]))).toEqual([
      'active consequence',
    ]);
  });
});
