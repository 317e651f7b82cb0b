import { describe, expect, test } from 'vitest';
import { AGENT_LOG, ASSOCIATION, agentLine, diagnoseFiles, type InstanceFiles } from '../a-node.ts';

const CONTEXTS = '[ssm-agent-worker] [MessageService] [Association] ';
const UTC: InstanceFiles = { '/etc/timezone': 'Etc/UTC\n' };
const HOUR = 60;

/** The agent says at a minute when it means to run the association; minutes count from 2026-11-20 00:00. */
function announced(minute: number, due: number): string {
  const next = new Date(Date.UTC(2026, 10, 20, 0, due)).toISOString().replaceAll(':', '-');
  const text = `Scheduling association ${ASSOCIATION}, setting next ScheduledDate to ${next}`;
  return agentLine(minute, 'INFO', text, CONTEXTS);
}

function begun(minute: number): string {
  return agentLine(minute, 'INFO', 'Executing association', `${CONTEXTS}[associationId=${ASSOCIATION}] `);
}

function waiting(lines: readonly string[], node: InstanceFiles = UTC): (string | undefined)[] {
  const { findings } = diagnoseFiles({ ...node, [AGENT_LOG]: lines.join('') });
  return findings.filter(({ cause }) => cause === 'ASSOC_PENDING').map(({ captures }) => captures.hours);
}

describe('an association that the agent announces as due', () => {
  const due = 3 * HOUR;
  const overdue = [4, 5, 6.5].map((hour) => announced(hour * HOUR, due));

  test('waits when refresh after refresh names a time that has passed, and no run begins', () => {
    expect(waiting([announced(HOUR, due), ...overdue])).toEqual(['3']);
    expect(waiting([begun(HOUR), ...overdue])).toEqual(['3']);
  });

  test('does not wait when it was begun since then', () => {
    expect(waiting([announced(HOUR, due), begun(due), ...overdue])).toEqual([]);
  });

  test('does not wait for a time to come, or only since the agent was started again', () => {
    expect(waiting([1, 2, 2.5].map((hour) => announced(hour * HOUR, due)))).toEqual([]);
    expect(waiting([announced(HOUR, due), announced(2 * HOUR, due), announced(9 * HOUR, due)])).toEqual([]);
  });

  test('does not wait as long as another one may still be at work', () => {
    expect(waiting([200, 210, 220].map((minute) => announced(minute, due)))).toEqual([]);
  });

  test('says nothing where the zone of the log is not known', () => {
    expect(waiting(overdue, {})).toEqual([]);
  });

  test('is held up by one that is stuck, which is told', () => {
    const stuck = agentLine(
      5 * HOUR,
      'ERROR',
      'Association stuck at InProgress for longer than 2 hours',
      CONTEXTS,
    );
    expect(waiting([...overdue, stuck])).toEqual([]);
  });

  test('waits when each refresh sets it to run at once, for hours, and it never ran', () => {
    const atOnce = [1, 2, 3, 4.5].map((hour) => announced(hour * HOUR, hour * HOUR));
    expect(waiting(atOnce)).toEqual(['3']);
    expect(waiting([...atOnce, begun(HOUR)])).toEqual([]);
  });
});
