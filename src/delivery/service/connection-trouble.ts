import { shownProxy } from '../../aws/endpoint/proxy.ts';
import { type Asked, host, type Trouble } from './asked.ts';
import type { Failure } from './failure.ts';

/** What is missing where the service could not be reached, but may be the next time. */
export function connectionTrouble(failure: Failure, asked: Asked): Trouble {
  const { systemCode, message } = failure;
  const proxy = proxyOf(asked);
  if (systemCode === 'ERR_PROXY_TUNNEL') return ['unreachable', tunnel(message, asked)];
  const through = proxy === null ? '' : ` through the proxy ${proxy}`;
  if (systemCode === 'ENOTFOUND' || systemCode === 'EAI_AGAIN') {
    const name = /(?:ENOTFOUND|EAI_AGAIN) (\S{1,255})/.exec(message)?.[1] ?? host(asked);
    const source = proxy !== null && hostnameOf(proxy) === name ? 'the address of the proxy' : 'the endpoint';
    return ['unresolvable', `the name ${name} cannot be resolved (${systemCode}); check DNS and ${source}`];
  }
  if (systemCode === null || failure.timedOut)
    return [
      'timeout',
      `${host(asked)} did not answer in time${through}; check routes, firewall and the VPC endpoint ssm`,
    ];
  if (systemCode !== null && OTHER_PROTOCOL.test(systemCode))
    return [
      'unreachable',
      `${host(asked)} answers${through}, but not in TLS or HTTP as expected (${systemCode}); check the endpoint, and what stands between`,
    ];
  const check =
    proxy === null
      ? 'check routes, firewall, proxy and the VPC endpoint ssm'
      : 'check the proxy and its rules';
  return ['unreachable', `${host(asked)} cannot be reached${through} (${systemCode}); ${check}`];
}

/** Not TLS where it is expected, or not HTTP. */
const OTHER_PROTOCOL = /^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|HPE_.*)$/;

const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH/;

/** What is missing where a connection is refused for good; null where it is not the connection. */
export function connectionRefusal({ systemCode, message }: Failure, asked: Asked): Trouble | null {
  if (systemCode === 'ERR_PROXY_TUNNEL') return ['proxy', tunnel(message, asked)];
  if (systemCode === null || !CERTIFICATE.test(systemCode)) return null;
  return [
    'certificate',
    `the certificate of ${host(asked)} is not accepted (${systemCode}); check the clock, and give the CA of an intercepting proxy with NODE_EXTRA_CA_CERTS`,
  ];
}

/** Node says `Failed to establish tunnel to HOST via PROXY: HTTP/1.1 407 …`. */
function tunnel(message: string, asked: Asked): string {
  const status = /HTTP\/1\.\d (\d{3})/.exec(message)?.[1] ?? 'an error';
  const proxy = proxyOf(asked) ?? 'the proxy';
  const what = status === '407' ? 'wants a user and password' : `does not let us reach ${host(asked)}`;
  return `the proxy ${proxy} ${what} (${status}); check its settings and rules`;
}

/** The proxy on the way to the service. Without an endpoint of its own the SDK makes the name, as elsewhere in AWS. */
function proxyOf({ connection: { proxy, endpoint, region } }: Asked): string | null {
  return proxy === null ? null : shownProxy(proxy, endpoint ?? `https://ssm.${region}.amazonaws.com`);
}

function hostnameOf(proxy: string): string {
  return proxy.replace(/:\d+$/, '');
}
