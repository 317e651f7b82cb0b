import type { InstanceFiles } from '../a-node.ts';
import { AGENT_LOG, ASSOCIATION, agentLine, COMMAND, RUNS } from '../a-node.ts';

const STATE = '/var/log/amazon/ssm/patch-configuration';
export const SUMMARY = `${STATE}/patch-inventory-from-last-operation.json`;
export const STATES = `${STATE}/patch-states-configuration.json`;
export const BASELINE = 'pb-00000000000000001';
export const OTHER_BASELINE = 'pb-00000000000000002';
export const OTHER_ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000003';

const NONE = {
  InstalledCount: '212',
  InstalledOtherCount: '96',
  InstalledRejectedCount: '0',
  InstalledPendingRebootCount: '0',
  NotApplicableCount: '4031',
  MissingCount: '0',
  FailedCount: '0',
};

/** The summary of an operation of the command that ended at 03:14 on 2026-11-20. */
export function summaryOf(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    TypeName: 'AWS:PatchSummary',
    SchemaVersion: '1.0',
    CaptureTime: '2026-11-20T03:14:10Z',
    Content: [
      {
        BaselineId: BASELINE,
        ExecutionId: COMMAND,
        ...NONE,
        OperationType: 'Install',
        OperationStartTime: '2026-11-20T03:12:10Z',
        OperationEndTime: '2026-11-20T03:14:00Z',
        ...fields,
      },
    ],
  });
}

/** The list of patches; times in seconds of 2026-11-20 03:13. */
export function statesOf(states: Readonly<Record<string, string>>, waitingSince = 0): string {
  const installedTime = Date.UTC(2026, 10, 20, 3, 13) / 1000;
  const patchStates = Object.fromEntries(
    Object.entries(states).map(([title, state]) => [title, { id: title, installedTime, state }]),
  );
  return JSON.stringify({ patchStates, lastNoRebootInstallOperationTime: waitingSince });
}

/** An agent that runs and logs until the minute of 2026-11-20. */
export function agentUntil(minute: number): InstanceFiles {
  return { [AGENT_LOG]: agentLine(0, 'INFO', 'Starting') + agentLine(minute, 'INFO', 'still here') };
}

export interface RunFacts {
  readonly operation?: 'Scan' | 'Install';
  readonly baseline?: string;
  /** What it says of the node, in the payload's words. */
  readonly verdict?: string;
  /** Further lines of the payload. */
  readonly lines?: readonly string[];
  readonly errors?: string;
}

/** The output of a run of an association, which began at `day` of November 2026, at `time` UTC (`03:12:00`). */
export function runOn(
  day: number,
  time: string,
  { operation = 'Scan', baseline = BASELINE, verdict, lines = [], errors = '' }: RunFacts,
  association = ASSOCIATION,
): InstanceFiles {
  const date = String(day).padStart(2, '0');
  const said = [
    `Running with snapshot id =  and operation = ${operation}`,
    `Patch Baseline: {'baselineId': '${baseline}', 'name': 'Synthetic'}`,
    ...lines,
    ...(verdict === undefined ? [] : [` Instance is ${verdict}`]),
  ];
  const folder = `${RUNS}/${association}/2026-11-${date}T${time.replaceAll(':', '-')}.123Z/awsrunShellScript/PatchLinux`;
  return {
    [`${folder}/stdout`]: said.map((text) => `11/${date}/2026 ${time} root [INFO]: ${text}\n`).join(''),
    [`${folder}/stderr`]: errors,
  };
}
