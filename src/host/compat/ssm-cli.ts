import type { CheckOutcome, CheckReport, CheckStatus } from '../../report/check-report.ts';

/** What `ssm-cli get-diagnostics` prints (ssm-agent `agent/cli/diagnostics`). */
export interface SsmCliDiagnostics {
  readonly DiagnosticsOutput: readonly {
    readonly Check: string;
    readonly Status: 'Success' | 'Skipped' | 'Failed';
    readonly Note: string;
  }[];
}

/** Its names, in its order, by ours. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['imds', 'EC2 IMDS'],
  ['hybrid-registration', 'Hybrid instance registration'],
  ['endpoint-ssm', 'Connectivity to ssm endpoint'],
  ['endpoint-ec2messages', 'Connectivity to ec2messages endpoint'],
  ['endpoint-ssmmessages', 'Connectivity to ssmmessages endpoint'],
  ['endpoint-s3', 'Connectivity to s3 endpoint'],
  ['endpoint-kms', 'Connectivity to kms endpoint'],
  ['endpoint-logs', 'Connectivity to logs endpoint'],
  ['endpoint-monitoring', 'Connectivity to monitoring endpoint'],
  ['credentials', 'AWS Credentials'],
  ['agent-service', 'Agent service'],
  ['proxy', 'Proxy configuration'],
  ['sysprep', 'Windows sysprep image state'],
  ['agent-version', 'SSM Agent version'],
]);

const STATUSES: Readonly<Record<CheckStatus, 'Success' | 'Skipped' | 'Failed'>> = {
  ok: 'Success',
  failed: 'Failed',
  'not-applicable': 'Skipped',
  // It fails where it cannot tell, too.
  'not-readable': 'Failed',
  'timed-out': 'Failed',
  crashed: 'Failed',
};

/** Whether ssm-cli has a check of this kind. */
export function isKnownThere({ name }: { readonly name: string }): boolean {
  return NAMES.has(name);
}

/** The outcomes in its shape. What is of another platform it does not list; a cause stands before the note. */
export function asSsmCli({ outcomes, node }: CheckReport): SsmCliDiagnostics {
  const shown = [...NAMES].flatMap(([name, shownName]) => {
    const outcome = outcomes.find(({ check }) => check === name);
    const isOther = name === 'sysprep' && node.platform !== 'windows';
    return outcome === undefined || isOther ? [] : [{ outcome, shownName }];
  });
  return {
    DiagnosticsOutput: shown.map(({ outcome, shownName }) => ({
      Check: shownName,
      Status: STATUSES[outcome.status],
      Note: noteOf(outcome),
    })),
  };
}

function noteOf({ summary, cause }: CheckOutcome): string {
  return cause === null ? summary : `${summary} [${cause}]`;
}
