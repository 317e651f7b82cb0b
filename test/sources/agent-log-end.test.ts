import { describe, expect, test } from 'vitest';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { agentLogEnd } from '../../src/sources/agent-log-end.ts';
import { writeTree } from './a-tree.ts';

const LOGS = 'var/log/amazon/ssm';
const ZONE = 14 * 3_600_000;

function endIn(files: Parameters<typeof writeTree>[0]): number | null {
  const root = writeTree(files);
  const options = { root, platform: 'linux', since: null, maxRuns: 10 } as const;
  return agentLogEnd({ ...options, files: confinedFiles(nodeFiles(), root) });
}

describe('agentLogEnd', () => {
  test('is the time of the last record, whatever follows it in its lines', () => {
    const log = `2026-10-01 10:00:00 INFO early\n2026-10-02 10:00:00 ERROR late\n${'goroutine 1\n'.repeat(900)}`;
    expect(endIn({ [`${LOGS}/amazon-ssm-agent.log`]: log })).toBe(Date.UTC(2026, 9, 2, 10) - ZONE);
  });

  test('takes the newest of all logs, and UTC where a record is in it', () => {
    const files = {
      [`${LOGS}/amazon-ssm-agent.log`]: '2026-10-01 10:00:00 INFO early\n',
      [`${LOGS}/ssm-agent-worker.log`]: '1790964000000000000 [Info] late\n',
    };
    expect(endIn(files)).toBe(1790964000000);
  });

  test('reads no further back than a stack trace reaches', () => {
    const log = `2026-10-02 10:00:00 ERROR late\n${'x'.repeat(70_000)}\n`;
    expect(endIn({ [`${LOGS}/amazon-ssm-agent.log`]: log })).toBeNull();
  });

  test('finds a log that lies loose', () => {
    expect(endIn({ 'amazon-ssm-agent.log': '2026-10-02 10:00:00 INFO late' })).toBe(
      Date.UTC(2026, 9, 2, 10) - ZONE,
    );
  });

  test('is null without a log, and for an empty one', () => {
    expect(endIn({ [`${LOGS}/audits/x`]: '' })).toBeNull();
    expect(endIn({ [`${LOGS}/amazon-ssm-agent.log`]: '' })).toBeNull();
  });
});
