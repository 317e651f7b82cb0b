import { type Environment, variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import type { AgentTree } from '../identity/agent-tree.ts';
import { type AgentVariables, agentVariables } from './agent-proxy.ts';
import { EndpointError } from './endpoint-error.ts';

/** Variables for `proxyEnv` of Node's agents. The addresses may hold passwords: see `shownProxy`. */
export interface ProxyEnv {
  readonly HTTPS_PROXY?: string;
  readonly HTTP_PROXY?: string;
  readonly NO_PROXY: string;
  /** As Node takes its variables. */
  readonly [name: string]: string | undefined;
}

/** What a machine is asked beside itself: the metadata of an instance, the credentials of a container. */
const NEVER_PROXIED = [
  '169.254.169.254',
  'fd00:ec2::254',
  '[fd00:ec2::254]',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::23',
  '[fd00:ec2::23]',
];

/**
 * The proxies of our own environment, which on a scheduled run is the agent's; else those that are set for the agent
 * alone. Null without any.
 *
 * @throws EndpointError for a proxy of a kind that is not spoken
 */
export function proxyOf(machine: Machine, agent: AgentTree): ProxyEnv | null {
  const own = proxyVariables(machine.environment);
  return hasProxy(own)
    ? proxyIn({ variables: own, place: '' })
    : proxyIn(agentVariables(machine, agent), own.get('no_proxy'));
}

/**
 * The proxies that variables set, by their names in lower case. Null without any.
 *
 * @throws EndpointError for a proxy of a kind that is not spoken
 */
export function proxyIn({ variables, place }: AgentVariables, ownExceptions?: string): ProxyEnv | null {
  if (!hasProxy(variables)) return null;
  const https = addressOf(variables, 'https_proxy', place);
  const http = addressOf(variables, 'http_proxy', place);
  const exceptions = ownExceptions ?? variables.get('no_proxy') ?? '';
  return {
    ...(https === null ? {} : { HTTPS_PROXY: https }),
    ...(http === null ? {} : { HTTP_PROXY: http }),
    NO_PROXY: [...NEVER_PROXIED, ...exceptions.split(/[\s,]+/).flatMap(withSubdomains)].join(','),
  };
}

/** Host and port of the proxy that leads to a URL, without user and password; null where none does. */
export function shownProxy(proxy: ProxyEnv, url: string): string | null {
  const address = proxyFor(proxy, url);
  return address === null ? null : new URL(address).host;
}

/** The address of the proxy that leads to a URL, which may hold a password; null where none does. */
export function proxyFor(proxy: ProxyEnv, url: string): string | null {
  const { protocol, hostname, host } = new URL(url);
  const address = protocol === 'http:' ? proxy.HTTP_PROXY : proxy.HTTPS_PROXY;
  const isException = proxy.NO_PROXY.split(',').some(
    (entry) =>
      entry === '*' ||
      entry === hostname ||
      entry === host ||
      (/^\*?\./.test(entry) && hostname.endsWith(entry.replace('*', ''))),
  );
  return address === undefined || isException ? null : address;
}

/** The variables about proxies, by their names in lower case; those in lower case count first. */
export function proxyVariables(environment: Environment): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of ['https_proxy', 'http_proxy', 'no_proxy']) {
    const value = variable(environment, name) ?? variable(environment, name.toUpperCase());
    if (value !== null) found.set(name, value);
  }
  return found;
}

function hasProxy(variables: AgentVariables['variables']): boolean {
  return Boolean(variables.get('https_proxy') || variables.get('http_proxy'));
}

/** Node takes no address without a scheme, and goes directly past one of another scheme without a word. */
function addressOf(variables: AgentVariables['variables'], name: string, place: string): string | null {
  const value = variables.get(name)?.trim() ?? '';
  if (value === '') return null;
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '')
    return url.href.replace(/\/$/, '');
  const where = place === '' ? name : `${name} in ${place}`;
  const found = url === null ? 'something else' : `the scheme ${url.protocol.slice(0, -1)}`;
  throw new EndpointError(
    'proxy',
    `${where}: expected the address of a proxy such as http://HOST:PORT, found ${found}; correct or unset it`,
  );
}

/** For the agent `example.com` means its subdomains as well; for Node it does so only with a dot before it. */
function withSubdomains(entry: string): string[] {
  if (entry === '') return [];
  return /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/i.test(entry)
    ? [entry, `.${entry}`]
    : [entry];
}
