import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../src/causes/catalogue.ts';
import { findingsOf } from '../../../src/diagnosis/conclude/findings.ts';
import { timelineOf } from '../../../src/diagnosis/conclude/timeline.ts';
import { emptyState } from '../../../src/diagnosis/model.ts';
import { AGENT, anObservation, anOperation } from '../a-state.ts';

const FOLDER = '/var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration';

/** What is said of the run folders where the cause showed and there are that many. */
function saidOfFolders(cause: string, total: number): string[] {
  const state = emptyState();
  state.facts.runRoot = { shown: FOLDER, total };
  anOperation(state, AGENT, [anObservation(cause)]);
  const [finding] = findingsOf(state, loadCatalogue('linux'), timelineOf(state));
  return finding?.evidence.flatMap(({ file, excerpt }) => (file === FOLDER ? excerpt : [])) ?? [];
}

describe('folders of runs that nobody cleared away', () => {
  test('are evidence where the disk or its inodes are used up', () => {
    for (const cause of ['HOST_DISK_FULL', 'HOST_INODES_EXHAUSTED'])
      expect(saidOfFolders(cause, 480_000)).toEqual([
        'holds 480000 folders of runs that nobody cleared away',
      ]);
  });

  test('are none when there are few, or when something else is wrong', () => {
    expect(saidOfFolders('HOST_DISK_FULL', 3000)).toEqual([]);
    expect(saidOfFolders('HOST_CLOCK_SKEW', 480_000)).toEqual([]);
  });
});
