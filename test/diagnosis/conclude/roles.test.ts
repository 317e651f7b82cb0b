import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/diagnosis/conclude/roles.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { troublesOf } from '../../../src/diagnosis/conclude/troubles.ts';
import { type EngineState, emptyState } from '../../../src/diagnosis/model.ts';
import { aCatalogue } from '../a-catalogue.ts';
import { OTHER_COMMAND } from '../a-node.ts';
import { AGENT, anObservation, anOperation, aRun, aSighting, aSuccess, THE_ASSOCIATION } from '../a-state.ts';

const catalogue = aCatalogue();
const MINUTE = 60_000;

/** `cause status role`, sorted. */
function judged(state: EngineState): string[] {
  const timeline = timelineOf(state);
  return judge(troublesOf(state, catalogue, timeline), catalogue, timeline)
    .map(
      ({ observation, role, recoveredBy }) =>
        `${observation.cause} ${recoveredBy === null ? 'active' : 'recovered'} ${role}`,
    )
    .sort();
}

describe('root and consequence', () => {
  test('a generic cause is the consequence of a specific one in the same run', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('DISK_FULL'), anObservation('STEP_FAILED')]);
    expect(judged(state)).toEqual(['DISK_FULL active root', 'STEP_FAILED active consequence']);
  });

  test('a generic cause alone is the root', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('STEP_FAILED')]);
    expect(judged(state)).toEqual(['STEP_FAILED active root']);
  });

  test('two specific causes are both roots, unless one is known to bring about the other', () => {
    const state = emptyState();
    anOperation(
      state,
      aRun(),
      ['DISK_FULL', 'LOCK_HELD', 'UNPACK_FAILED'].map((cause) => anObservation(cause)),
    );
    expect(judged(state)).toEqual([
      'DISK_FULL active root',
      'LOCK_HELD active root',
      'UNPACK_FAILED active consequence',
    ]);
  });

  test('a run of another command explains nothing', () => {
    const state = emptyState();
    anOperation(state, aRun(null, null), [anObservation('DISK_FULL')]);
    anOperation(state, aRun(null, null, OTHER_COMMAND), [anObservation('STEP_FAILED')]);
    expect(judged(state)).toEqual(['DISK_FULL active root', 'STEP_FAILED active root']);
  });

  test('what a run of an association shows explains the failure of the association', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('DISK_FULL')]);
    anOperation(state, THE_ASSOCIATION, [anObservation('ASSOC_FAILED')]);
    expect(judged(state)).toEqual(['ASSOC_FAILED active consequence', 'DISK_FULL active root']);
  });

  test('in the agent only what shows within five minutes explains a generic cause', () => {
    for (const [distance, role] of [
      [4 * MINUTE, 'consequence'],
      [6 * MINUTE, 'root'],
    ] as const) {
      const state = emptyState();
      anOperation(state, AGENT, [
        anObservation('ROLE_MISSING', { at: 0 }),
        anObservation('STEP_FAILED', { at: distance }),
      ]);
      expect(judged(state)).toContain(`STEP_FAILED active ${role}`);
    }
  });

  test('an envelope is the consequence of the cause that showed in the same record', () => {
    const state = emptyState();
    const envelope = anObservation('LOCK_HELD', {}, { envelope: true, beside: new Set(['DISK_FULL']) });
    anOperation(state, aRun(), [anObservation('DISK_FULL'), envelope]);
    expect(judged(state)).toEqual(['DISK_FULL active root', 'LOCK_HELD active consequence']);
  });

  test('an envelope of a step is the consequence of what failed beneath it in the same run', () => {
    const state = emptyState();
    const envelope = anObservation('LOCK_HELD', {}, { family: 'output', envelope: true });
    anOperation(state, aRun(), [anObservation('HOST_UNREACHED'), envelope]);
    expect(judged(state)).toEqual(['HOST_UNREACHED active root', 'LOCK_HELD active consequence']);
  });

  test('but not of what failed in another run, nor of what stands above it', () => {
    const apart = emptyState();
    anOperation(apart, aRun(null, null), [anObservation('HOST_UNREACHED')]);
    anOperation(apart, aRun(null, null, OTHER_COMMAND), [
      anObservation('LOCK_HELD', {}, { family: 'output', envelope: true }),
    ]);
    expect(judged(apart)).toEqual(['HOST_UNREACHED active root', 'LOCK_HELD active root']);
    const above = emptyState();
    anOperation(above, aRun(), [
      anObservation('LOCK_HELD'),
      anObservation('HOST_UNREACHED', {}, { family: 'output', envelope: true }),
    ]);
    expect(judged(above)).toEqual(['HOST_UNREACHED active root', 'LOCK_HELD active root']);
  });

  test('an envelope has not brought about what it wraps, even if such causes bring it about elsewhere', () => {
    const state = emptyState();
    const wraps = anObservation('DISK_FULL', {}, { family: 'output', envelope: true });
    anOperation(state, aRun(), [wraps, anObservation('UNPACK_FAILED')]);
    expect(judged(state)).toEqual(['DISK_FULL active consequence', 'UNPACK_FAILED active root']);
  });

  test('a specific cause does not explain the generic one that brings it about', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('REPOSITORY_DOWN'), anObservation('REPOSITORY_SKIPPED')]);
    expect(judged(state)).toEqual(['REPOSITORY_DOWN active root', 'REPOSITORY_SKIPPED active consequence']);
  });
});

describe('active and recovered apart', () => {
  test('what has passed explains nothing that is still there', () => {
    const state = emptyState();
    anOperation(state, AGENT, [
      anObservation('ROLE_MISSING', { at: MINUTE }),
      anObservation('STEP_FAILED', { at: 3 * MINUTE }),
    ]);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 2 * MINUTE })]);
    expect(judged(state)).toEqual(['ROLE_MISSING recovered root', 'STEP_FAILED active root']);
  });

  test('a consequence passes with its root when that recovered later', () => {
    const state = emptyState();
    anOperation(state, AGENT, [
      anObservation('ROLE_MISSING', { at: MINUTE }),
      anObservation('STEP_FAILED', { at: 2 * MINUTE }),
    ]);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 3 * MINUTE })]);
    expect(judged(state)).toEqual(['ROLE_MISSING recovered root', 'STEP_FAILED recovered consequence']);
  });

  test('but not when something active explains it', () => {
    const state = emptyState();
    const lines = ['ROLE_MISSING', 'HOST_UNREACHED', 'STEP_FAILED'].map((cause) =>
      anObservation(cause, { at: MINUTE }),
    );
    anOperation(state, AGENT, lines);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 3 * MINUTE })]);
    expect(judged(state)).toEqual([
      'HOST_UNREACHED active root',
      'ROLE_MISSING recovered root',
      'STEP_FAILED active consequence',
    ]);
  });

  test('a line in the same stream that shows it passed closes it', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('LOCK_HELD', {}, { closed: aSighting({ at: 1 }) })]);
    expect(judged(state)).toEqual(['LOCK_HELD recovered root']);
  });
});
