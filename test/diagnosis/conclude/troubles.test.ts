import { describe, expect, test } from 'vitest';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { troublesOf } from '../../../src/diagnosis/conclude/troubles.ts';
import { type EngineState, emptyState } from '../../../src/diagnosis/model.ts';
import { successKey } from '../../../src/diagnosis/operation-key.ts';
import { aCatalogue } from '../a-catalogue.ts';
import { ASSOCIATION } from '../a-node.ts';
import { AGENT, anObservation, anOperation, aRun, aSighting, aSuccess, THE_ASSOCIATION } from '../a-state.ts';

const catalogue = aCatalogue();
const MINUTE = 60_000;
const PROOF = successKey(ASSOCIATION, 'association-worked');

/** What closed each trouble: the line of the proof, or `active`. */
function outcomes(state: EngineState): (string | number)[] {
  return troublesOf(state, catalogue, timelineOf(state)).map(
    ({ recoveredBy }) => recoveredBy?.line ?? 'active',
  );
}

describe('occurrences needed', () => {
  test('trouble that passes by itself counts from the number on that its signal asks for', () => {
    for (const [count, expected] of [
      [2, []],
      [3, ['active']],
    ] as const) {
      const state = emptyState();
      anOperation(state, AGENT, [anObservation('THROTTLED', {}, { needs: 3, count })]);
      expect(outcomes(state)).toEqual(expected);
    }
  });
});

describe('a success of the agent', () => {
  test('closes what the agent said before it, not what it said after it', () => {
    for (const [at, expected] of [
      [MINUTE, 7],
      [3 * MINUTE, 'active'],
    ] as const) {
      const state = emptyState();
      anOperation(state, AGENT, [anObservation('ROLE_MISSING', { at })]);
      state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 2 * MINUTE, line: 7 })]);
      expect(outcomes(state)).toEqual([expected]);
    }
  });

  test('closes nothing that a script printed', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('ROLE_MISSING', { at: MINUTE }, { family: 'output' })]);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 2 * MINUTE })]);
    expect(outcomes(state)).toEqual(['active']);
  });

  test('closes nothing else', () => {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('DISK_FULL', { at: MINUTE })]);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 2 * MINUTE })]);
    expect(outcomes(state)).toEqual(['active']);
  });

  test('silence closes nothing, however long it lasts', () => {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('ROLE_MISSING', { at: MINUTE })]);
    state.agentLogEnd = { at: 90 * 24 * 60 * MINUTE, clock: 'utc', order: 9 };
    expect(outcomes(state)).toEqual(['active']);
  });
});

describe('trouble that its run outlives', () => {
  const OUTLIVED = { passesWith: 'later-run' } as const;

  test('is closed by the second success after it, as the first may be of the same run', () => {
    for (const [times, expected] of [
      [[2], 'active'],
      [[3, 2], 3],
    ] as const) {
      const state = emptyState();
      anOperation(state, aRun(), [anObservation('ROLE_MISSING', { at: MINUTE }, OUTLIVED)]);
      state.agentSuccesses.set(
        'role-found',
        times.map((at) => aSuccess('role-found', { at: at * MINUTE, line: at })),
      );
      expect(outcomes(state)).toEqual([expected]);
    }
  });

  test('is not closed by the good end of the association or of the run itself', () => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('DISK_FULL', { at: MINUTE }, OUTLIVED)], {
      success: aSuccess('run-worked', { at: 2 * MINUTE }),
    });
    state.associationSuccesses.set(PROOF, aSuccess('association-worked', { at: 2 * MINUTE }));
    expect(outcomes(state)).toEqual(['active']);
  });
});

describe('an announcement', () => {
  function announced(end: number, ...at: number[]): EngineState {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('ROLE_MISSING', { at: MINUTE })]);
    state.agentSuccesses.set(
      'about-to-call',
      at.map((time) => aSuccess('about-to-call', { at: time, line: time / MINUTE })),
    );
    state.agentLogEnd = { at: end, clock: 'utc', order: 9 };
    return state;
  }

  test('proves something when the log went on for more than two minutes behind it', () => {
    expect(outcomes(announced(5 * MINUTE, 2 * MINUTE))).toEqual([2]);
    expect(outcomes(announced(3 * MINUTE, 2 * MINUTE))).toEqual(['active']);
  });

  test('when the latest is too fresh, the one before it counts', () => {
    expect(outcomes(announced(5 * MINUTE, 4 * MINUTE, 2 * MINUTE))).toEqual([2]);
  });
});

describe('a later run', () => {
  const early = '1970-01-01T00-01-00.000Z';

  test('of the same association that ended well closes what an earlier one showed', () => {
    const state = emptyState();
    anOperation(state, aRun(early), [anObservation('DISK_FULL', { at: MINUTE }, { family: 'output' })]);
    state.workSuccesses.set(`association/${ASSOCIATION}`, aSuccess('', { at: 9 * MINUTE, line: 3 }));
    expect(outcomes(state)).toEqual([3]);
  });

  test('closes nothing when it was earlier', () => {
    const state = emptyState();
    anOperation(state, aRun(early), [anObservation('DISK_FULL', { at: 10 * MINUTE })]);
    state.workSuccesses.set(`association/${ASSOCIATION}`, aSuccess('', { at: 9 * MINUTE }));
    expect(outcomes(state)).toEqual(['active']);
  });

  test.each([
    ['of the same script', { folder: { scripts: ['abc'] } }, 'script/abc', 3],
    ['of another script', { folder: { scripts: ['abc'] } }, 'script/xyz', 'active'],
    ['of the same document', { facts: { documentName: 'Harden' } }, 'document/Harden', 3],
    [
      'of a document that runs whatever it is given',
      { facts: { documentName: 'AWS-RunShellScript' } },
      'document/AWS-RunShellScript',
      'active',
    ],
    [
      'that installed patches, after a failed install',
      { facts: { operation: 'Install' } },
      'patch/install',
      3,
    ],
    [
      'that only scanned, after a failed install',
      { facts: { operation: 'Install' } },
      'patch/scan',
      'active',
    ],
    ['that scanned, after a failed scan', { facts: { operation: 'Scan' } }, 'patch/scan', 3],
    ['that collected inventory', { steps: ['awssoftwareInventory/collect'] }, 'inventory', 3],
  ])('%s', (_what, given, work, expected) => {
    const state = emptyState();
    anOperation(
      state,
      aRun(null, null),
      [anObservation('DISK_FULL', { at: MINUTE }, { family: 'output' })],
      given,
    );
    state.workSuccesses.set(work, aSuccess('', { at: 9 * MINUTE, line: 3 }));
    expect(outcomes(state)).toEqual([expected]);
  });

  test('that the agent reported as a success closes what earlier runs of the association showed', () => {
    const state = emptyState();
    anOperation(state, THE_ASSOCIATION, [anObservation('ASSOC_FAILED', { at: MINUTE })]);
    anOperation(state, aRun(early), [anObservation('DISK_FULL', { at: MINUTE }, { family: 'output' })]);
    state.associationSuccesses.set(PROOF, aSuccess('association-worked', { at: 9 * MINUTE, line: 4 }));
    state.latestRuns.set(ASSOCIATION, '1970-01-01T00-05-00.000Z');
    expect(outcomes(state)).toEqual([4, 4]);
  });

  test('is needed: that the run itself was reported as a success closes nothing that it showed', () => {
    const state = emptyState();
    const run = '1970-01-01T00-05-00.000Z';
    anOperation(state, aRun(run), [anObservation('DISK_FULL', { at: 6 * MINUTE }, { family: 'output' })]);
    state.associationSuccesses.set(PROOF, aSuccess('association-worked', { at: 9 * MINUTE, line: 4 }));
    expect(outcomes(state)).toEqual(['active']);
  });
});

describe('a run that says itself that it ended well', () => {
  test('got over what it showed before, not what it showed after', () => {
    for (const [line, expected] of [
      [{ at: 1, order: 1 }, 5],
      [{ at: 9, order: 9 }, 'active'],
    ] as const) {
      const state = emptyState();
      anOperation(state, aRun(), [anObservation('LOCK_HELD', line)], {
        success: aSuccess('run-worked', { at: 5, order: 5, line: 5 }),
      });
      expect(outcomes(state)).toEqual([expected]);
    }
  });

  test('an association or the agent has no such end', () => {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('LOCK_HELD', { at: 1 })], {
      success: aSuccess('run-worked', { at: 5 }),
    });
    expect(outcomes(state)).toEqual(['active']);
  });
});

describe('an endpoint that the settings of the agent name', () => {
  test('stands beside the trouble of reaching it', () => {
    const state = emptyState();
    state.facts.endpoints.set(
      'ssm.example',
      aSighting({ at: null, file: '/etc/amazon/ssm/amazon-ssm-agent.json', line: 4 }),
    );
    const unreachable = anObservation(
      'NETWORK_DNS_FAILURE',
      { at: MINUTE },
      { subject: { kind: 'endpoint', id: 'https://ssm.example/' } },
    );
    anOperation(state, AGENT, [unreachable]);
    const causes = troublesOf(state, catalogue, timelineOf(state)).map(({ observation }) => [
      observation.cause,
      observation.last.line,
    ]);
    expect(causes).toEqual([
      ['NETWORK_DNS_FAILURE', 1],
      ['NETWORK_ENDPOINT_INVALID', 4],
    ]);
  });
});

describe('patching that ended well', () => {
  const LOG = { kind: 'package-log', file: '/Windows/WindowsUpdate.log' } as const;
  const logged = (cause: string, at: number | null, work: string) => {
    const state = emptyState();
    anOperation(state, LOG, [anObservation(cause, { at }, { family: 'package-log' })]);
    state.workSuccesses.set(work, aSuccess('', { at: 2 * MINUTE, line: 9 }));
    return outcomes(state);
  };

  test('closes what a log told of the search before it, when a scan has searched', () => {
    expect(logged('HOST_UNREACHED', MINUTE, 'patch/scan')).toEqual([9]);
    expect(logged('HOST_UNREACHED', 3 * MINUTE, 'patch/scan')).toEqual(['active']);
  });

  test('closes what a log told of an installation, when one has installed', () => {
    expect(logged('UNPACK_FAILED', MINUTE, 'patch/install')).toEqual([9]);
    expect(logged('UNPACK_FAILED', MINUTE, 'patch/scan')).toEqual(['active']);
  });

  test('closes nothing that a log tells without a time', () => {
    expect(logged('HOST_UNREACHED', null, 'patch/scan')).toEqual(['active']);
  });
});
