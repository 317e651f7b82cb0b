import { describe, expect, test } from 'vitest';
import { agentLine, diagnoseFiles } from '../a-node.ts';

const LOG = '/var/log/amazon/ssm/amazon-ssm-agent.log';
const START = 'Worker ssm-agent-worker is not running, starting worker process';
const WORKS = 'Set up control channel successfully';

/** What is said of restarts when the worker was started at these minutes, and the agent worked at the last one. */
function loopIn(starts: readonly number[], worksAt: number, stops: readonly number[] = []): string[] {
  const lines = starts.map((minute) => agentLine(minute, 'INFO', START, '[amazon-ssm-agent] '));
  const stopped = stops.map((minute) =>
    agentLine(minute, 'INFO', 'Stopping Core Agent', '[amazon-ssm-agent] '),
  );
  const works = agentLine(worksAt, 'INFO', WORKS, '[ssm-agent-worker] [MessageService] [MGSInteractor] ');
  const later = agentLine(worksAt + 5, 'INFO', 'HealthCheck reporting agent health.');
  const { findings } = diagnoseFiles(
    { [LOG]: [...[...lines, ...stopped].sort(), works, later].join('') },
    { platform: 'linux' },
  );
  return findings.flatMap(({ cause, status, count }) =>
    cause === 'AGENT_RESTART_LOOP' ? [`${status} ${count}`] : [],
  );
}

describe('the worker of the agent', () => {
  test('is in a loop when it was started five times within an hour', () => {
    expect(loopIn([0, 5, 10, 15, 20], 25)).toEqual(['active 5']);
    expect(loopIn([0, 2, 4, 6, 8, 10, 12], 15)).toEqual(['active 5']);
  });

  test('has left the loop when it still worked an hour after the last start', () => {
    expect(loopIn([0, 5, 10, 15, 20], 90)).toEqual(['recovered 5']);
  });

  test('is in none when somebody restarted the service', () => {
    expect(loopIn([0, 5, 10, 15, 20], 25, [4, 9, 14, 19])).toEqual([]);
    expect(loopIn([0, 5, 10, 15, 20], 25, [4])).toEqual(['active 5']);
  });

  test('is in none when it was started seldom, or long apart', () => {
    expect(loopIn([0, 5, 10, 15], 25)).toEqual([]);
    expect(loopIn([0, 30, 60, 90, 120], 125)).toEqual([]);
  });
});
