import { describe, expect, test } from 'vitest';
import { mergeTroubles } from '../../../src/diagnosis/conclude/merge.ts';
import type { Judged } from '../../../src/diagnosis/conclude/roles.ts';
import { emptyState, type Observation, type OperationState } from '../../../src/diagnosis/model.ts';
import { COMMAND, OTHER_COMMAND } from '../a-node.ts';
import { anObservation, anOperation, aRun, aSighting, THE_ASSOCIATION } from '../a-state.ts';

function aJudged(operation: OperationState, observation: Observation, facts: Partial<Judged> = {}): Judged {
  return {
    operation,
    observation,
    time: observation.last.moment.at,
    recoveredBy: null,
    role: 'root',
    explainedBy: [],
    ...facts,
  };
}

const state = emptyState();
const first = anOperation(state, aRun(null, null, COMMAND), [], { facts: { documentName: 'Harden' } });
const second = anOperation(state, aRun(null, null, OTHER_COMMAND), [], { facts: { documentName: 'Harden' } });
const patching = anOperation(state, aRun(), [], { facts: { operation: 'Scan' } });

describe('mergeTroubles', () => {
  test('puts the same cause about the same thing together, wherever it showed', () => {
    const about = (id: string) => anObservation('DISK_FULL', {}, { subject: { kind: 'file', id } });
    const groups = mergeTroubles([
      aJudged(first, about('/var')),
      aJudged(patching, about('/var')),
      aJudged(first, about('/opt')),
    ]);
    expect(groups.map((group) => group.length)).toEqual([2, 1]);
  });

  test('without a subject, the kind of work stands in for it', () => {
    const troubles = [first, second, patching].map((operation) =>
      aJudged(operation, anObservation('DISK_FULL')),
    );
    expect(mergeTroubles(troubles).map((group) => group.length)).toEqual([2, 1]);
  });

  test('what the agent reports of an association belongs to its run, and stands behind it', () => {
    const association = anOperation(state, THE_ASSOCIATION);
    const reported = aJudged(association, anObservation('DISK_FULL', { at: 9 }));
    const ofRun = aJudged(patching, anObservation('DISK_FULL', { at: 5 }));
    expect(mergeTroubles([reported, ofRun])).toEqual([[ofRun, reported]]);
    expect(mergeTroubles([reported, aJudged(first, anObservation('DISK_FULL'))])).toHaveLength(2);
  });

  test('of one run, what a step wrote stands before what the agent logged', () => {
    const logged = aJudged(first, anObservation('DISK_FULL', { at: 9 }));
    const written = aJudged(first, anObservation('DISK_FULL', { at: 5 }, { family: 'output' }));
    expect(mergeTroubles([logged, written])).toEqual([[written, logged]]);
  });

  test('keeps causes apart', () => {
    expect(
      mergeTroubles([aJudged(first, anObservation('DISK_FULL')), aJudged(first, anObservation('LOCK_HELD'))]),
    ).toHaveLength(2);
  });

  test('what speaks for the group comes first: active, then root, then latest, then last read', () => {
    const passed = aJudged(first, anObservation('DISK_FULL', { at: 9 }), {
      recoveredBy: aSighting({ at: 10 }),
    });
    const consequence = aJudged(first, anObservation('DISK_FULL', { at: 8 }), { role: 'consequence' });
    const early = aJudged(first, anObservation('DISK_FULL', { at: 1 }));
    const late = aJudged(first, anObservation('DISK_FULL', { at: 5, order: 1 }));
    const lastRead = aJudged(first, anObservation('DISK_FULL', { at: 5, order: 2 }));
    const [group] = mergeTroubles([passed, consequence, early, late, lastRead]);
    expect(group).toEqual([lastRead, late, early, consequence, passed]);
  });
});
