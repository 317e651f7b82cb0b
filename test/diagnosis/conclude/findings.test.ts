import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../src/diagnosis/conclude/findings.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { type EngineState, emptyState } from '../../../src/diagnosis/model.ts';
import type { Finding } from '../../../src/report/report.ts';
import { aCatalogue } from '../a-catalogue.ts';
import { ASSOCIATION, briefOf, COMMAND, NODE, RUN_ID } from '../a-node.ts';
import { AGENT, anObservation, anOperation, aRun, aSighting, aSuccess, THE_ASSOCIATION } from '../a-state.ts';

function findings(state: EngineState): Finding[] {
  return findingsOf(state, aCatalogue(), timelineOf(state));
}

function only(state: EngineState): Finding {
  const [finding, ...rest] = findings(state);
  if (finding === undefined || rest.length > 0)
    throw new Error(`expected one finding, got ${rest.length + 1}`);
  return finding;
}

const ASSOCIATION_RUNS = ['2026-11-18', '2026-11-19', '2026-11-20'].map((day) => `${day}T03-12-00.000Z`);

describe('findingsOf', () => {
  test('tells what the catalogue says about the cause, and nothing about causes that it does not know', () => {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('ROLE_MISSING'), anObservation('NOBODY_KNOWS')]);
    expect(only(state)).toMatchObject({
      cause: 'ROLE_MISSING',
      title: 'ROLE_MISSING happened',
      area: 'credentials',
      severity: 'HIGH',
      status: 'active',
      role: 'root',
      remedy: [{ step: 'Undo it', effect: 'changes-node' }],
      verify: 'It is gone.',
      docUrl: null,
      live: null,
    });
  });

  test('one cause in three runs is one finding with all occurrences, first and last', () => {
    const state = emptyState();
    for (const runId of ASSOCIATION_RUNS) {
      const at = Date.parse(runId.slice(0, 10));
      anOperation(state, aRun(runId), [anObservation('DISK_FULL', { at, file: runId }, { count: 2 })], {
        startedAt: at,
      });
    }
    const finding = only(state);
    expect([finding.count, finding.firstSeen, finding.lastSeen]).toEqual([
      6,
      '2026-11-18T00:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
    ]);
    expect(finding.operation).toMatchObject({
      id: `${ASSOCIATION}/${ASSOCIATION_RUNS[2]}`,
      associationId: ASSOCIATION,
      commandId: null,
    });
    expect(finding.evidence.map(({ file }) => file)).toEqual(ASSOCIATION_RUNS.toReversed());
  });

  test('quotes at most six lines, each once, and the context of a generic line', () => {
    const state = emptyState();
    const context = [11, 12, 13, 14].map((line) => aSighting({ line }));
    anOperation(state, aRun(), [anObservation('STEP_FAILED', { line: 20 }, { context })]);
    anOperation(state, aRun('2026-11-19T00-00-00.000Z'), [
      anObservation('STEP_FAILED', { line: 30 }, { context }),
    ]);
    const [finding] = findings(state);
    expect(finding?.evidence).toHaveLength(6);
    expect(new Set(finding?.evidence.map(({ line }) => line)).size).toBe(6);
  });

  test('names the line that proves the recovery', () => {
    const state = emptyState();
    anOperation(state, AGENT, [anObservation('ROLE_MISSING', { at: 1 })]);
    state.agentSuccesses.set('role-found', [aSuccess('role-found', { at: 2, line: 77 })]);
    expect(only(state)).toMatchObject({ status: 'recovered', recoveredBy: { evidence: { line: 77 } } });
  });

  test('a cause that recovered in one run and is active in another is active', () => {
    const state = emptyState();
    anOperation(state, aRun(ASSOCIATION_RUNS[0] ?? '', ASSOCIATION), [
      anObservation('LOCK_HELD', { at: 1 }, { closed: aSighting({ at: 2 }) }),
    ]);
    anOperation(state, aRun(ASSOCIATION_RUNS[1] ?? '', ASSOCIATION), [anObservation('LOCK_HELD', { at: 3 })]);
    expect(only(state)).toMatchObject({ status: 'active', recoveredBy: null, count: 2 });
  });

  test('comes in the order of the report: active roots first, then what they led to, then what has passed', () => {
    const state = emptyState();
    anOperation(
      state,
      aRun(),
      ['STEP_FAILED', 'DISK_FULL', 'UNPACK_FAILED'].map((cause) => anObservation(cause)),
    );
    anOperation(state, AGENT, [anObservation('LOCK_HELD', {}, { closed: aSighting() })]);
    expect(briefOf(findings(state))).toEqual([
      'DISK_FULL active root',
      'UNPACK_FAILED active consequence',
      'STEP_FAILED active consequence',
      'LOCK_HELD recovered root',
    ]);
  });

  test('a root names what it led to, a consequence nothing', () => {
    const state = emptyState();
    anOperation(
      state,
      aRun(),
      ['STEP_FAILED', 'DISK_FULL', 'UNPACK_FAILED'].map((cause) => anObservation(cause)),
    );
    expect(findings(state).map(({ leadsTo }) => leadsTo)).toEqual([['STEP_FAILED', 'UNPACK_FAILED'], [], []]);
  });
});

describe('confidence', () => {
  test.each([
    [['high', 'low'], 'high'],
    [['medium', 'low'], 'medium'],
    [['low', 'low'], 'low'],
    [['low', 'low', 'low'], 'medium'],
  ] as const)('of %j is %s', (given, expected) => {
    const state = emptyState();
    for (const [index, confidence] of given.entries()) {
      anOperation(state, aRun(ASSOCIATION_RUNS[index] ?? ''), [
        anObservation('DISK_FULL', {}, { confidence }),
      ]);
    }
    expect(only(state).confidence).toBe(expected);
  });
});

describe('the subject, where no line names one', () => {
  test('is the association, the command or the node', () => {
    const subjectIn = (
      ...given: Parameters<typeof anOperation> extends [unknown, ...infer Rest] ? Rest : never
    ) => {
      const state = emptyState();
      state.facts.id = NODE;
      anOperation(state, ...given);
      return only(state).subject;
    };
    const seen = [anObservation('DISK_FULL')];
    expect(subjectIn(THE_ASSOCIATION, seen)).toEqual({ kind: 'association', id: ASSOCIATION });
    expect(subjectIn(aRun(RUN_ID, ASSOCIATION), seen)).toEqual({ kind: 'association', id: ASSOCIATION });
    expect(subjectIn(aRun(null, null), seen)).toEqual({ kind: 'step', id: COMMAND });
    expect(subjectIn(AGENT, seen)).toEqual({ kind: 'node', id: NODE });
  });
});

describe('the kind of operation', () => {
  test.each([
    [{ facts: { operation: 'Install' } }, 'patch-install'],
    [{ facts: { operation: 'Scan' } }, 'patch-scan'],
    [{ steps: ['awsrunShellScript/PatchLinux'] }, 'patch-scan'],
    [{ steps: ['awssoftwareInventory/x'] }, 'inventory'],
    [{ steps: ['awsupdateSsmAgent/x'] }, 'agent-update'],
    [{ steps: ['awsconfigurePackage/x'] }, 'package'],
    [{}, 'association'],
  ])('%j is %s', (given, kind) => {
    const state = emptyState();
    anOperation(state, aRun(), [anObservation('DISK_FULL')], given);
    expect(only(state).operation.kind).toBe(kind);
  });

  test('a run without an association is a command', () => {
    const state = emptyState();
    anOperation(state, aRun(null, null), [anObservation('DISK_FULL')], { startedAt: 0 });
    expect(only(state).operation).toMatchObject({
      kind: 'command',
      id: COMMAND,
      commandId: COMMAND,
      startedAt: '1970-01-01T00:00:00.000Z',
    });
  });
});
