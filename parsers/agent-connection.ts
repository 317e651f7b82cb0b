import type { Parsed } from './parsed.ts';
import { type JsonObject, memberOf, objectOf, parseObject, textOf } from './state/json.ts';

/**
 * What the agent's settings, `amazon-ssm-agent.json`, say about how it reaches the service and who it is. Source: the
 * agent's `appconfig/contracts.go`; its decoder takes keys in any case. Null for what is left to the defaults.
 */
export interface AgentConnection {
  /** `Ssm.Endpoint`, as written: a host name, or a URL. */
  readonly ssmEndpoint: string | null;
  /** `Agent.Region`: stands above the region of the identity. */
  readonly region: string | null;
  /** `Agent.ServiceDomain`: what stands after `ssm.<region>.` in the name of the endpoint. */
  readonly serviceDomain: string | null;
  /** `Profile.ShareProfile`: the profile under which the agent shares its credentials. */
  readonly shareProfile: string | null;
  /** `Identity.ConsumptionOrder`: `OnPrem`, `EC2`, `CustomIdentity`. */
  readonly identityOrder: readonly string[] | null;
}

/** Reads the settings. Never throws. */
export function parseAgentConnection(text: string): Parsed<AgentConnection> {
  const root = parseObject(text);
  if (!root.ok) return root;
  const group = (name: string): JsonObject => objectOf(memberOf(root.value, name)) ?? {};
  const order = memberOf(group('Identity'), 'ConsumptionOrder');
  const names = Array.isArray(order) ? order.filter((name) => typeof name === 'string') : [];
  return {
    ok: true,
    value: {
      ssmEndpoint: textOf(memberOf(group('Ssm'), 'Endpoint')),
      region: textOf(memberOf(group('Agent'), 'Region')),
      serviceDomain: textOf(memberOf(group('Agent'), 'ServiceDomain')),
      shareProfile: textOf(memberOf(group('Profile'), 'ShareProfile')),
      identityOrder: names.length === 0 ? null : names,
    },
  };
}
