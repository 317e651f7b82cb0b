import type { AgentConnection } from '../../../parsers/agent-connection.ts';
import { type Environment, isOn, variable } from '../../platform/environment.ts';
import { EndpointError } from './endpoint-error.ts';

/** Where the service is. Without an address, the SDK makes it of region, partition and the two switches. */
export interface Endpoint {
  readonly endpoint: string | null;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
}

export interface EndpointQuestion {
  readonly environment: Environment;
  readonly region: string;
  /** What a person gives. */
  readonly given: string | null;
  readonly settings: AgentConnection & { readonly place: string };
}

const FIPS = 'AWS_USE_FIPS_ENDPOINT';
const DUALSTACK = 'AWS_USE_DUALSTACK_ENDPOINT';
const IGNORE = 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS';

/**
 * The address that a person gives, else the variables of the AWS tools, else the settings of the agent, which are
 * made where only they lead to the service (interface endpoints without private names).
 *
 * @throws EndpointError
 */
export function endpointOf(question: EndpointQuestion): Endpoint {
  const { environment } = question;
  const useFips = switchOf(environment, FIPS);
  const useDualstack = switchOf(environment, DUALSTACK);
  const named = namedEndpoint(question);
  if (named === null) return { endpoint: null, useFips, useDualstack };
  if (useFips || useDualstack) {
    const other = useFips ? FIPS : DUALSTACK;
    const message = `expected either an endpoint by name or ${other}, found both (${named.place}); drop one: the name itself says which kind it is`;
    throw new EndpointError('endpoint', message);
  }
  return { endpoint: parseEndpoint(named.place, named.text), useFips, useDualstack };
}

interface Named {
  readonly place: string;
  readonly text: string;
}

function namedEndpoint({ environment, region, given, settings }: EndpointQuestion): Named | null {
  if (given !== null) return { place: '--endpoint', text: given };
  if (!isOn(environment, IGNORE)) {
    for (const place of ['AWS_ENDPOINT_URL_SSM', 'AWS_ENDPOINT_URL']) {
      const text = variable(environment, place);
      if (text !== null) return { place, text };
    }
  }
  const { ssmEndpoint, serviceDomain, place } = settings;
  if (ssmEndpoint !== null) return { place: `Ssm.Endpoint in ${place}`, text: withScheme(ssmEndpoint) };
  if (serviceDomain === null) return null;
  return { place: `Agent.ServiceDomain in ${place}`, text: `https://ssm.${region}.${serviceDomain}` };
}

function withScheme(text: string): string {
  return text.includes('://') ? text : `https://${text}`;
}

/** The address of the service, without a slash at the end; `place` is who gives it. @throws EndpointError */
export function parseEndpoint(place: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new EndpointError(
      'endpoint',
      `${place}: expected a URL such as https://HOST, found something else; correct it`,
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new EndpointError(
      'endpoint',
      `${place}: expected a URL of host, port and path, found a user, query or fragment in it; leave it out`,
    );
  return url.href.replace(/\/$/, '');
}

function switchOf(environment: Environment, name: string): boolean {
  const value = variable(environment, name)?.toLowerCase() ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new EndpointError(
    'endpoint',
    `${name}: expected true or false, found something else; correct or unset it`,
  );
}
