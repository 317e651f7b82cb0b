import { describe, expect, test } from 'vitest';
import { aCatalogue } from '../a-catalogue.ts';
import { ASSOCIATION, COMMAND, type GivenFile, RUN_ID, RUNS, readFiles } from '../a-node.ts';

function output(stream: 'stdout' | 'stderr', text: string, modified: number): GivenFile {
  return {
    kind: 'step-output',
    path: `${RUNS}/${COMMAND}/awsrunShellScript/step/${stream}`,
    text,
    modified,
    output: { stream },
  };
}

function folderOf(...given: GivenFile[]) {
  return readFiles(aCatalogue(), given).state.operations.get(`run/${COMMAND}`);
}

describe('what the folder of a run tells', () => {
  test('its steps, its newest change, and whether stderr is empty', () => {
    const operation = folderOf(output('stdout', 'fine\n', 5), output('stderr', '', 9));
    expect(operation?.steps).toEqual(new Set(['awsrunShellScript/step']));
    expect(operation?.folder).toMatchObject({ modified: 9, hasErrorsFile: true, quietErrors: true });
    expect(operation?.startedAt).toBeNull();
  });

  test('one stderr with something in it is enough to be not quiet', () => {
    expect(folderOf(output('stderr', 'oh\n', 1), output('stdout', '', 2))?.folder).toMatchObject({
      quietErrors: false,
    });
    expect(folderOf(output('stdout', '', 2))?.folder).toMatchObject({ hasErrorsFile: false });
  });

  test('a run of an association has its time from its path', () => {
    const given = { ...output('stdout', 'x\n', 5), output: { documentId: ASSOCIATION, runId: RUN_ID } };
    const operation = readFiles(aCatalogue(), [given]).state.operations.get(`run/${ASSOCIATION}/${RUN_ID}`);
    expect(operation?.startedAt).toMatchObject({ at: Date.UTC(2026, 10, 20, 3, 12, 0, 123), clock: 'utc' });
  });
});
