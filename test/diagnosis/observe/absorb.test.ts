import { describe, expect, test } from 'vitest';
import type { CatalogueSignal } from '../../../src/causes/catalogue.ts';
import { LIMITS } from '../../../src/diagnosis/limits.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { operationOf } from '../../../src/diagnosis/observe/operations.ts';
import { aCatalogue, aCause, aSignal, matcher } from '../a-catalogue.ts';
import { AGENT_LOG, agentLine, observations, observed, readFiles } from '../a-node.ts';
import { AGENT, aRun } from '../a-state.ts';

function read(catalogue: ReturnType<typeof aCatalogue>, text: string) {
  return readFiles(catalogue, [{ kind: 'agent-log', path: AGENT_LOG, text }]).state;
}

describe('one record', () => {
  test('counts once for each cause, and remembers the specific causes beside it', () => {
    const state = read(
      aCatalogue(),
      agentLine(1, 'ERROR', 'step exited with 1: disk full on /var, disk full on /opt'),
    );
    expect(observed(state).sort()).toEqual(['agent DISK_FULL 1', 'agent STEP_FAILED 1']);
    const generic = observations(state).find(({ observation }) => observation.cause === 'STEP_FAILED');
    expect(generic?.observation.beside).toEqual(new Set(['DISK_FULL']));
    expect(generic?.observation.captures).toEqual({ code: '1' });
  });

  test('does not mean a cause that another one in it outranks', () => {
    const catalogue = aCatalogue();
    const causes = new Map(catalogue.causes).set(
      'DISK_FULL',
      aCause('DISK_FULL', { outranks: ['UNPACK_FAILED'] }),
    );
    const state = read(
      { ...catalogue, causes },
      agentLine(1, 'ERROR', 'unpacking went wrong: disk full on /var'),
    );
    expect(observed(state)).toEqual(['agent DISK_FULL 1']);
  });

  test('whose wrapping says that the error passes by itself needs as many as that', () => {
    const catalogue = aCatalogue();
    const wrapped = aSignal('HOST_UNREACHED', {
      ...matcher(['agent'], 'ping failed: .+', 'ping failed: '),
      envelope: true,
      needs: 3,
    });
    const signals = [...catalogue.signals, wrapped];
    const needs = (text: string) =>
      observations(read({ ...catalogue, signals }, text)).map(({ observation }) => observation.needs);
    expect(needs(agentLine(1, 'WARN', 'ping failed: cannot reach ssm.example'))).toEqual([3]);
    expect(needs(agentLine(1, 'WARN', 'cannot reach ssm.example'))).toEqual([1]);
    const both = agentLine(1, 'WARN', 'ping failed: cannot reach ssm.example');
    expect(needs(both + agentLine(2, 'WARN', 'cannot reach ssm.example'))).toEqual([1]);
  });

  test('with a harmless line in it means nothing else', () => {
    const state = read(aCatalogue(), agentLine(1, 'ERROR', 'looks bad but is not: disk full on /var'));
    expect(observed(state)).toEqual([]);
    expect(state.harmless.get('looks-bad')).toMatchObject({ count: 1, first: { line: 1 } });
  });
});

describe('records of one cause', () => {
  const catalogue = aCatalogue();
  const retry: CatalogueSignal = {
    id: 'lock-tried-again',
    cause: 'LOCK_HELD',
    in: ['agent'],
    pattern: 'lock tried again',
    literals: [['lock tried again', 0]],
    confidence: 'medium',
    needs: 3,
    envelope: true,
  };

  test.each([
    ['lock tried again', 'lock is held'],
    ['lock is held', 'lock tried again'],
  ])('are as sure as the surest of them, in whatever order: %s', (...lines) => {
    const state = read(
      { ...catalogue, signals: [...catalogue.signals, retry] },
      lines.map((line, at) => agentLine(at, 'ERROR', line)).join(''),
    );
    expect(observations(state).map(({ observation }) => observation)).toMatchObject([
      { cause: 'LOCK_HELD', count: 2, needs: 1, envelope: false },
    ]);
  });
});

describe('subjects', () => {
  test('are kept apart up to a limit, and counted together beyond it', () => {
    const text = Array.from({ length: LIMITS.subjects + 60 }, (_, at) =>
      agentLine(at, 'ERROR', `disk full on /disk-${at}`),
    ).join('');
    const seen = observations(read(aCatalogue(), text)).map(({ observation }) => observation);
    expect(seen.length).toBeLessThanOrEqual(LIMITS.subjects + 1);
    expect(seen.reduce((sum, { count }) => sum + count, 0)).toBe(LIMITS.subjects + 60);
  });

  test('are cut to 200 characters', () => {
    const [seen] = observations(
      read(aCatalogue(), agentLine(1, 'ERROR', `disk full on /${'x'.repeat(5000)}`)),
    );
    expect(seen?.observation.subject?.id).toHaveLength(200);
  });

  test('of a CRLF log end before the line break', () => {
    const [seen] = observations(
      read(aCatalogue(), agentLine(1, 'ERROR', 'disk full on /var').replace('\n', '\r\n')),
    );
    expect(seen?.observation.subject).toEqual({ kind: 'file', id: '/var' });
  });
});

describe('operationOf', () => {
  test('makes an operation once', () => {
    const state = emptyState();
    expect(operationOf(state, AGENT)).toBe(operationOf(state, AGENT));
    expect(operationOf(state, aRun('a'))).not.toBe(operationOf(state, aRun('b')));
    expect([...state.operations.keys()]).toHaveLength(3);
  });
});
