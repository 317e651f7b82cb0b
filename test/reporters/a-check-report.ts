import type { CheckOutcome, CheckReport } from '../../src/report/check-report.ts';

/** An outcome of a check that failed. */
export function anOutcome(more: Partial<CheckOutcome> = {}): CheckOutcome {
  return {
    check: 'endpoint-ssm',
    title: 'Connectivity to ssm endpoint',
    weight: 'required',
    status: 'failed',
    cause: 'NETWORK_DNS_FAILURE',
    summary: 'ssm.eu-west-1.amazonaws.com is not reachable: no such host (ENOTFOUND)',
    facts: [{ name: 'addresses', value: '' }],
    places: [],
    remedy: [{ step: 'getent hosts ssm.REGION.amazonaws.com', effect: 'read-only' }],
    durationMs: 12,
    ...more,
  };
}

/** One that did not, of such a name. */
export function aFine(check: string, more: Partial<CheckOutcome> = {}): CheckOutcome {
  const summary = 'all is well';
  return anOutcome({ check, status: 'ok', cause: null, summary, facts: [], remedy: [], ...more });
}

export const CHECK_REPORT: CheckReport = {
  schemaVersion: '1.0',
  tool: { name: 'ssm-doctor', version: '0.1.0', catalogVersion: 'abc' },
  node: { id: 'i-0synthetic0000001', platform: 'linux', region: 'eu-west-1' },
  run: {
    startedAt: '2026-11-25T08:00:00.000Z',
    durationMs: 812,
    limitMs: 10_000,
    isPrivileged: true,
    root: '/',
  },
  answer: 'failed',
  outcomes: [
    aFine('imds'),
    anOutcome(),
    anOutcome({
      check: 'endpoint-kms',
      weight: 'optional',
      cause: 'NETWORK_TIMEOUT',
      summary: 'kms is silent',
    }),
    aFine('inotify', { status: 'not-readable', summary: 'run as root, as the agent does' }),
    aFine('sysprep', { status: 'not-applicable', summary: 'only on windows' }),
  ],
};
