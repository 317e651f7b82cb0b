import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { troublesOf } from '../../../src/diagnosis/conclude/troubles.ts';
import { type EngineState, emptyState, type Observation } from '../../../src/diagnosis/model.ts';
import { successKey } from '../../../src/diagnosis/operation-key.ts';
import { ASSOCIATION, COMMAND } from '../a-node.ts';
import { anObservation, anOperation, aRun, aSuccess, THE_ASSOCIATION } from '../a-state.ts';

const catalogue = loadCatalogue('windows');
const MINUTE = 60_000;
const FIRST_RUN = '1970-01-01T00-01-00.000Z';
const SECOND_RUN = '1970-01-01T00-05-00.000Z';

/** Causes of everything that went wrong, sorted. */
function causesIn(state: EngineState): string[] {
  return troublesOf(state, catalogue, timelineOf(state))
    .map(({ observation }) => observation.cause)
    .sort();
}

describe('an association that is reported as stuck', () => {
  function reported(lastRun: string, success: number | null): EngineState {
    const state = emptyState();
    anOperation(state, THE_ASSOCIATION, [anObservation('ASSOC_STUCK_IN_PROGRESS', { at: 9 * MINUTE })]);
    state.latestRuns.set(ASSOCIATION, lastRun);
    if (success !== null) {
      const key = successKey(ASSOCIATION, 'ok-assoc-status-success');
      state.associationSuccesses.set(key, aSuccess('ok-assoc-status-success', { at: success * MINUTE }));
    }
    return state;
  }

  test.each([
    ['after its last run had ended with Success', FIRST_RUN, 3, true],
    ['while a later run goes on', SECOND_RUN, 3, false],
    ['without a Success', FIRST_RUN, null, false],
    ['before the Success', FIRST_RUN, 10, false],
  ] as const)('%s: the status is wrong: %#', (_when, lastRun, success, isWrong) => {
    expect(causesIn(reported(lastRun, success)).includes('ASSOC_STATUS_FALSE')).toBe(isWrong);
  });
});

describe('a step that failed after the run had said that its work is done', () => {
  function ended(
    others: readonly Observation[],
    success = aSuccess('wiu-none-left', { at: 5 }),
  ): EngineState {
    const state = emptyState();
    const failed = anObservation('DOCUMENT_STEP_FAILED', { at: 6 }, { family: 'output' });
    anOperation(state, aRun(null, null, COMMAND), [failed, ...others], { success });
    return state;
  }

  test('has a wrong status', () => {
    expect(causesIn(ended([]))).toContain('DOCUMENT_STATUS_FALSE');
    expect(causesIn(ended([anObservation('PATCH_RUN_FAILED', { at: 7 })]))).toContain(
      'DOCUMENT_STATUS_FALSE',
    );
  });

  test('has a right one when something else failed since', () => {
    expect(causesIn(ended([anObservation('WU_INSTALL_FAILED', { at: 7 })]))).not.toContain(
      'DOCUMENT_STATUS_FALSE',
    );
  });

  test('needs a line that speaks of the whole work', () => {
    const other = aSuccess('ok-pkg-installed', { at: 5 });
    expect(causesIn(ended([], other))).not.toContain('DOCUMENT_STATUS_FALSE');
  });
});

describe('missing patches', () => {
  test.each([
    ['AWS-RunPatchBaselineAssociation', true],
    ['AWS-RunPatchBaseline', false],
    [null, false],
  ] as const)('make the association of %s non-compliant: %s', (name, isSo) => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('PATCH_MISSING_APPROVED')]);
    if (name !== null) state.documentNames.set(ASSOCIATION, name);
    expect(causesIn(state).includes('ASSOC_PATCH_NONCOMPLIANT')).toBe(isSo);
  });
});

describe('keys that are refused', () => {
  test.each([
    ['i-0synthetic0000001', '/root/.aws/credentials', true],
    ['mi-0synthetic000001', '/root/.aws/credentials', false],
    ['i-0synthetic0000001', '/var/lib/amazon/ssm/credentials', false],
  ] as const)('on %s from %s are not of its role: %s', (id, credentialFile, isSo) => {
    const state = emptyState();
    state.facts.id = id;
    anOperation(state, aRun(), [anObservation('CREDENTIALS_INVALID')], { facts: { credentialFile } });
    expect(causesIn(state).includes('CREDENTIALS_STATIC_KEYS_IN_USE')).toBe(isSo);
  });
});
