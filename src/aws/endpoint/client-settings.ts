import type { Machine } from '../../platform/machine.ts';
import type { AwsCredentials } from '../credentials/credentials.ts';
import { findCredentials } from '../credentials/find-credentials.ts';
import { agentConnection } from '../identity/agent-connection.ts';
import { AgentTree } from '../identity/agent-tree.ts';
import type { ManagedNode } from '../identity/managed-node.ts';
import { extraAuthorities } from './authorities.ts';
import { endpointOf } from './endpoint.ts';
import { httpAgents } from './http-agents.ts';
import { type ProxyEnv, proxyOf } from './proxy.ts';

/** How the service is reached, and as whom: plain values, and one function. */
export interface ClientSettings {
  readonly region: string;
  /** In place of the one that follows from region and switches; without a slash at the end. */
  readonly endpoint: string | null;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  readonly proxy: ProxyEnv | null;
  /** Certificates in PEM that are trusted besides those of Node. */
  readonly ca: string | null;
  /** Finds them anew each time: the agent replaces them while we run. @throws CredentialsError */
  readonly credentials: () => Promise<AwsCredentials>;
}

export interface ClientFlags {
  /** The address of the service that a person gives. */
  readonly endpoint?: string;
  /** Called with what is worth a warning, each once. */
  readonly warn?: (message: string) => void;
}

/** How this machine reaches the service for a node. @throws EndpointError where its settings lead nowhere */
export async function clientSettings(
  machine: Machine,
  node: Pick<ManagedNode, 'region'>,
  flags: ClientFlags = {},
): Promise<ClientSettings> {
  const agent = new AgentTree(machine);
  const { environment } = machine;
  const { region } = node;
  const settings = agentConnection(agent);
  const endpoint = endpointOf({ environment, region, given: flags.endpoint ?? null, settings });
  const proxy = proxyOf(machine, agent);
  const ca = extraAuthorities(machine, agent);
  const warn = once(flags.warn ?? (() => undefined));
  const agents = () => httpAgents({ proxy, ca });
  return {
    region,
    ...endpoint,
    proxy,
    ca,
    credentials: () => findCredentials({ machine, agent: new AgentTree(machine), region, warn, agents }),
  };
}

function once(warn: (message: string) => void): (message: string) => void {
  const warned = new Set<string>();
  return (message) => {
    if (!warned.has(message)) warn(message);
    warned.add(message);
  };
}
