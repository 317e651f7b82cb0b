import { type EndpointOverride, endpointOverrides } from '../../../parsers/agent-endpoints.ts';
import { agentConnection } from '../../aws/identity/agent-connection.ts';
import { type ServiceName, serviceHost } from '../../aws/service-host.ts';
import type { Reached } from '../../platform/reach.ts';
import { type Check, type CheckText, check, factsOf, type Judgement } from '../check.ts';
import { regionOf } from '../facts/identity.ts';
import { versionFileAt } from '../facts/latest-version.ts';
import { reached } from '../facts/reached.ts';
import { interceptorOf, obstacleOf, wayFacts } from '../judge-reached.ts';
import type { Scene } from '../scene.ts';

/**
 * Who has to be reached for the node to be managed and patched; the others only for what not every node has: keys of
 * one's own, and logs and metrics in CloudWatch. Newer agents do without ec2messages.
 */
const SERVICES: readonly (readonly [ServiceName, CheckText['weight']])[] = [
  ['ssm', 'required'],
  ['ec2messages', 'optional'],
  ['ssmmessages', 'required'],
  ['s3', 'required'],
  ['kms', 'optional'],
  ['logs', 'optional'],
  ['monitoring', 'optional'],
];

/** The groups of the agent's settings that name an endpoint of their own. */
const GROUPS: Readonly<Partial<Record<ServiceName, string>>> = {
  ssm: 'Ssm',
  ssmmessages: 'Mgs',
  ec2messages: 'Mds',
  s3: 'S3',
  kms: 'Kms',
};

/** One check for each endpoint: its name, the connection, TLS and its certificate. */
export const ENDPOINTS: readonly Check[] = SERVICES.map(([service, weight]) =>
  check<Reached | null>({
    name: `endpoint-${service}`,
    title: `Connectivity to ${service} endpoint`,
    weight,
    limit: 8000,
    gather: async (scene) => {
      const host = await endpointHost(scene, service);
      if (host === null) return null;
      // That one is asked for a file anyway.
      const file = service === 's3' ? await versionFileAt(scene, host) : null;
      return file ?? reached(scene, { host });
    },
    judge: judgeEndpoint,
  }),
);

/** The host of a service for this node; null without a region. */
export async function endpointHost(scene: Scene, service: ServiceName): Promise<string | null> {
  const region = await regionOf(scene);
  const named = await overrides(scene);
  const group = GROUPS[service];
  const own = named.find((one) => one.group === group)?.host;
  if (own !== undefined) return own;
  if (region === null) return null;
  const { serviceDomain } = agentConnection(scene.agent);
  return serviceDomain === null ? serviceHost(service, region) : serviceHost(service, region, serviceDomain);
}

function overrides(scene: Scene): Promise<readonly EndpointOverride[]> {
  return scene.once('endpoint-overrides', () => {
    const paths = scene.agent.layout.program.map((folder) => `${folder}/amazon-ssm-agent.json`);
    const file = scene.agent.first(paths);
    return file.kind === 'text' ? endpointOverrides(file.text) : [];
  });
}

export function judgeEndpoint(found: Reached | null): Judgement {
  if (found === null) return { status: 'not-applicable', summary: 'Unable to fetch AWS region details' };
  const facts = wayFacts(found);
  const obstacle = obstacleOf(found);
  if (obstacle !== null) return { status: 'failed', ...obstacle, facts };
  const interceptor = interceptorOf(found);
  const reads = interceptor === null ? '' : `; "${interceptor}" reads along, and is trusted`;
  return {
    status: 'ok',
    summary: `${found.host} is reachable${reads}`,
    facts: [...facts, ...factsOf({ interceptor })],
  };
}
