import { describe, expect, test } from 'vitest';
import { briefOf, diagnoseFiles, type InstanceFiles } from '../a-node.ts';
import { agentUntil, runOn } from './a-patched-node.ts';

const LOGS = '/var/log/amazon/ssm';
const SNAPSHOT = '5a900000-0000-4000-8000-000000000001';
const MOVED = { [`${LOGS}/yum-configuration/repos.d/redhat.repo`]: '[synthetic-base]\nenabled=1\n' };

function brief(...files: readonly InstanceFiles[]): string[] {
  return briefOf(diagnoseFiles(Object.assign({}, ...files)).findings);
}

describe('repository files that a run moved away', () => {
  test.each([
    `${LOGS}/yum-configuration/repos.d/redhat.repo`,
    `${LOGS}/zypp-configuration/repos.d/SLES.repo`,
    `${LOGS}/apt-configuration/${SNAPSHOT}/sources.list`,
    `${LOGS}/apt-configuration/${SNAPSHOT}/sources.list.d/ubuntu.sources`,
  ])('and that still lie there after it: %s', (file) => {
    const run = runOn(20, '03:12:00', { verdict: 'Compliant' });
    const { findings } = diagnoseFiles({ ...run, [file]: '# synthetic\n' });
    expect(briefOf(findings)).toEqual(['REPO_CUSTOM_SOURCES_ERROR active root']);
    expect(findings[0]).toMatchObject({
      subject: { kind: 'file', id: file.slice(0, file.lastIndexOf('/')) },
      evidence: [{ file, line: 1, excerpt: '# synthetic' }],
    });
  });

  test('are where they belong while the run may last, and not any more long after it', () => {
    const started = runOn(20, '03:12:00', {});
    expect(brief(started, MOVED, agentUntil(220))).toEqual([]);
    expect(brief(started, MOVED, agentUntil(600))).toEqual(['REPO_CUSTOM_SOURCES_ERROR active root']);
  });

  test('prove nothing where no run is known', () => {
    expect(brief(MOVED, agentUntil(600))).toEqual([]);
  });

  test('are told from what else lies there', () => {
    const run = runOn(20, '03:12:00', { verdict: 'Compliant' });
    expect(brief(run, { [`${LOGS}/yum-configuration/repos.d/readme.txt`]: 'x' })).toEqual([]);
  });
});
