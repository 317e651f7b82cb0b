import { describe, expect, test } from 'vitest';
import type { SsmCliDiagnostics } from '../../src/host/compat/ssm-cli.ts';
import { NODE, REGION, type Scenario } from './world/scenario.ts';
import { CAN_MAKE_WORLDS, lookAt, runIn } from './world/world.ts';

type Answers = Readonly<Record<string, readonly [status: string, note: string]>>;

const SERVICES = ['ssm', 'ec2messages', 'ssmmessages', 's3', 'kms', 'logs', 'monitoring'];
const endpoints = (status: string, note: (host: string) => string): Answers =>
  Object.fromEntries(
    SERVICES.map((service) => [
      `Connectivity to ${service} endpoint`,
      [status, note(`${service}.${REGION}.amazonaws.com`)] as const,
    ]),
  );
const unreachable = (why: string): Answers =>
  endpoints('Failed', (host) => `${host} is not reachable: ${why}`);

/** What ssm-cli says of a healthy node (ssm-agent `agent/cli/diagnostics`), and of the situations below. */
const HEALTHY: Answers = {
  'EC2 IMDS': ['Success', `IMDS is accessible and has instance id ${NODE} in region ${REGION}`],
  'Hybrid instance registration': ['Skipped', 'Instance does not have hybrid registration'],
  ...endpoints('Success', (host) => `${host} is reachable`),
  'AWS Credentials': ['Success', 'Credentials are for arn:aws:sts::123456789012:assumed-role/NodeRole/'],
  'Agent service': ['Success', 'Agent service is running and is running as expected user'],
  'Proxy configuration': ['Skipped', 'No proxy configuration detected'],
  'SSM Agent version': ['Success', 'SSM Agent version is 3.3.987.0'],
};
const STS_TIMED_OUT: Answers = { 'AWS Credentials': ['Failed', 'STS call timed out'] };
const PROXIED: Answers = { 'Proxy configuration': ['Success', 'Detected proxy configuration: https_proxy:'] };
const STOPPED: Answers = {
  'Agent service': ['Failed', 'Agent is installed as a systemctl service but is not running'],
};

interface Situation {
  readonly scenario: Scenario;
  /** Where ssm-cli differs from a healthy node. */
  readonly theirs: Answers;
  /** What we say beyond that, by our own checks. */
  readonly causes: Readonly<Record<string, string>>;
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'a healthy node': { scenario: {}, theirs: {}, causes: {} },
  'a role that may not report': {
    scenario: { aws: 'denied' },
    theirs: {},
    causes: { 'service-answer': 'IAM_ACCESS_DENIED' },
  },
  'an agent that sleeps because of it': {
    scenario: {
      aws: 'denied',
      // While the agent runs already.
      setup:
        'mkdir -p /var/log/amazon/ssm; echo Agent is in hibernate mode. > /var/log/amazon/ssm/hibernate.log',
    },
    theirs: {},
    causes: { 'service-answer': 'IAM_ACCESS_DENIED', hibernation: 'AGENT_HIBERNATING' },
  },
  'a clock that is off': {
    scenario: { clockAhead: 3_600_000 },
    theirs: { 'AWS Credentials': ['Failed', 'Failed call sts endpoint: SignatureDoesNotMatch'] },
    causes: { clock: 'HOST_CLOCK_SKEW', credentials: 'HOST_CLOCK_SKEW' },
  },
  'name servers that are silent': {
    scenario: { dns: 'silent' },
    theirs: { ...unreachable('dial tcp: lookup: i/o timeout'), ...STS_TIMED_OUT },
    causes: { 'endpoint-ssm': 'NETWORK_DNS_FAILURE', credentials: 'NETWORK_DNS_FAILURE' },
  },
  'names that nobody knows': {
    scenario: { dns: 'nxdomain' },
    theirs: { ...unreachable('dial tcp: lookup: no such host'), ...STS_TIMED_OUT },
    causes: { 'endpoint-ssm': 'NETWORK_DNS_FAILURE', credentials: 'NETWORK_DNS_FAILURE' },
  },
  'endpoints that swallow everything': {
    scenario: { address: 'black-hole' },
    theirs: { ...unreachable('dial tcp: i/o timeout'), ...STS_TIMED_OUT },
    causes: { 'endpoint-ssm': 'NETWORK_TIMEOUT', credentials: 'NETWORK_TIMEOUT' },
  },
  'a proxy that wants a password': {
    scenario: { proxy: '407' },
    theirs: {
      ...unreachable('failed to connect to http proxy with status code 407'),
      ...STS_TIMED_OUT,
      ...PROXIED,
    },
    causes: { 'endpoint-ssm': 'NETWORK_PROXY_AUTH_REQUIRED', credentials: 'NETWORK_PROXY_AUTH_REQUIRED' },
  },
  'a proxy that is gone': {
    scenario: { proxy: 'refused' },
    theirs: { ...unreachable('connect: connection refused'), ...STS_TIMED_OUT, ...PROXIED },
    causes: { 'endpoint-ssm': 'NETWORK_PROXY_ERROR', credentials: 'NETWORK_PROXY_ERROR' },
  },
  'a role that EC2 may not take': {
    scenario: { imds: 'not-assumable' },
    theirs: { 'AWS Credentials': ['Failed', 'Failed call sts endpoint: AssumeRoleUnauthorizedAccess'] },
    causes: { credentials: 'CREDENTIALS_ROLE_NOT_ASSUMABLE' },
  },
  'an agent that is stopped': {
    scenario: { agentRuns: false },
    theirs: STOPPED,
    causes: { 'agent-service': 'AGENT_NOT_RUNNING' },
  },
  'no network at all': {
    scenario: { network: 'none', agentRuns: false },
    theirs: {
      'EC2 IMDS': ['Failed', 'Failed to query IMDS: network is unreachable'],
      ...endpoints('Skipped', () => 'Unable to fetch AWS region details'),
      'AWS Credentials': ['Skipped', 'No credentials available'],
      ...STOPPED,
    },
    causes: { imds: 'NETWORK_UNREACHABLE', 'agent-service': 'AGENT_NOT_RUNNING' },
  },
  // ssm-cli ends there with a line of log in place of an answer.
  'settings that are no JSON': {
    scenario: { files: { '/etc/amazon/ssm/amazon-ssm-agent.json': '{ "Agent": }' }, agentRuns: false },
    theirs: STOPPED,
    causes: { 'agent-settings': 'AGENT_CONFIG_INVALID', 'agent-service': 'AGENT_NOT_RUNNING' },
  },
};

const CAUSE = /\[[A-Z_]+\]$/;

describe.skipIf(!CAN_MAKE_WORLDS).concurrent('beside ssm-cli get-diagnostics', () => {
  test.each(Object.entries(SITUATIONS))('%s', async (_name, { scenario, theirs, causes }) => {
    const { text } = await runIn(scenario, ['check', '--compat', 'ssm-cli']);
    const { DiagnosticsOutput: ours }: SsmCliDiagnostics = JSON.parse(text);
    for (const [name, [status, note]] of Object.entries({ ...HEALTHY, ...theirs })) {
      const answer = ours.find(({ Check }) => Check === name);
      // Nothing that it says is missing, and what it finds wrong is wrong here, too, with the cause.
      expect(answer, name).toBeDefined();
      if (status === 'Failed') expect(answer, name).toMatchObject({ Status: 'Failed' });
      if (status === 'Failed') expect(answer?.Note, name).toMatch(CAUSE);
      if (status === 'Success') expect(answer, name).toMatchObject({ Status: 'Success' });
      if (status === 'Success') expect(answer?.Note.startsWith(note), name).toBe(true);
      if (status === 'Skipped' && answer?.Status !== 'Skipped') expect(answer?.Note, name).toMatch(CAUSE);
    }
    const looked = await lookAt(scenario);
    for (const [name, cause] of Object.entries(causes)) expect(looked.of(name)).toMatchObject({ cause });
  });
});
