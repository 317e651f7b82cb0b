import { isPrivateAddress } from '../platform/addresses.ts';
import type { Reached, Tls, Trouble } from '../platform/reach.ts';
import type { CheckFact } from '../report/check-report.ts';
import { factsOf } from './check.ts';

/** What stopped somebody on the way to a host, as a cause of the catalogue and a sentence. */
export interface Obstacle {
  readonly cause: string;
  readonly summary: string;
}

/** Null where the way is free. */
export function obstacleOf(reached: Reached): Obstacle | null {
  const { trouble, host } = reached;
  if (trouble === null) return null;
  const through = reached.via === null ? '' : ` through the proxy ${reached.via}`;
  switch (trouble.stage) {
    case 'name':
      return { cause: 'NETWORK_DNS_FAILURE', summary: `${host} is not reachable: ${nameText(trouble)}` };
    case 'connect':
      return {
        cause: connectCause(trouble),
        summary: `${host} is not reachable: ${connectText(trouble, reached)}`,
      };
    case 'proxy':
      return proxyObstacle(trouble, reached);
    case 'tls':
      return { cause: 'NETWORK_TLS_FAILURE', summary: `${host}${through}: ${tlsText(trouble, reached.tls)}` };
    case 'ask':
      return {
        cause: trouble.code === 'TIMEOUT' ? 'NETWORK_TIMEOUT' : 'NETWORK_CONNECTION_RESET',
        summary: `${host}${through} takes the connection, but does not answer (${trouble.code})`,
      };
  }
}

/** What was found on the way, for people. */
export function wayFacts({ addresses, via, tls, isKnownName }: Reached): CheckFact[] {
  const [own] = tls?.chain ?? [];
  const isPrivate = addresses.length > 0 && addresses.every(isPrivateAddress);
  return factsOf({
    addresses: addresses.join(', '),
    'kind of address': addresses.length === 0 ? null : isPrivate ? 'private (VPC endpoint)' : 'public',
    'named in': isKnownName ? '/etc/hosts' : null,
    proxy: via,
    TLS: tls?.protocol,
    certificate: own?.subject,
    'issued by': own?.issuer,
    'valid until': own?.validTo,
  });
}

const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA']);

function nameText({ code }: Trouble): string {
  if (NO_SUCH_NAME.has(code))
    return `no such host (${code}); check the DNS settings, and a VPC endpoint with private DNS`;
  if (code === 'ETIMEOUT') return 'no name server answers in time; check /etc/resolv.conf and port 53';
  if (code === 'ECONNREFUSED') return 'no name server listens; check /etc/resolv.conf';
  return `the name servers fail (${code})`;
}

const UNREACHABLE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL']);

function connectCause({ code }: Trouble): string {
  if (code === 'TIMEOUT' || code === 'ETIMEDOUT') return 'NETWORK_TIMEOUT';
  if (code === 'ECONNREFUSED') return 'NETWORK_CONNECTION_REFUSED';
  return UNREACHABLE.has(code) ? 'NETWORK_UNREACHABLE' : 'NETWORK_CONNECTION_RESET';
}

function connectText({ code }: Trouble, { addresses, port }: Reached): string {
  const where = `${addresses[0] ?? 'its address'} port ${port}`;
  if (code === 'TIMEOUT' || code === 'ETIMEDOUT')
    return `${where} does not answer; check security groups, network ACLs and firewalls`;
  if (code === 'ECONNREFUSED') return `${where} refuses the connection`;
  if (UNREACHABLE.has(code)) return `there is no route to ${where} (${code})`;
  return `the connection to ${where} is cut (${code})`;
}

function proxyObstacle({ code }: Trouble, { host, via }: Reached): Obstacle {
  if (code === 'STATUS_407')
    return {
      cause: 'NETWORK_PROXY_AUTH_REQUIRED',
      summary: `the proxy ${via} wants a user and password (407) on the way to ${host}`,
    };
  const status = /^STATUS_(\d+)$/.exec(code)?.[1];
  const summary =
    status === undefined
      ? `the proxy ${via} cannot be used (${code}) on the way to ${host}`
      : `the proxy ${via} does not let through to ${host} (${status})`;
  return { cause: 'NETWORK_PROXY_ERROR', summary };
}

const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN']);
const UNKNOWN_ISSUER = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function tlsText({ code }: Trouble, tls: Tls | null): string {
  const [own] = tls?.chain ?? [];
  if (own === undefined)
    return code === 'TIMEOUT'
      ? 'the TLS handshake hangs; check a firewall that looks into it, and the MTU'
      : `the TLS handshake fails (${code}); check what stands between`;
  const issuer = tls?.chain.at(-1)?.issuer || own.issuer;
  if (code === 'CERT_HAS_EXPIRED')
    return `the certificate ended at ${own.validTo}; check the clock of this machine, and who answers`;
  if (code === 'CERT_NOT_YET_VALID')
    return `the certificate begins at ${own.validFrom}; check the clock of this machine`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate is of ${own.subject}, another host`;
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
    return `the certificate is signed by itself (${own.subject}); something answers in place of the service`;
  if (SELF_SIGNED.has(code) || UNKNOWN_ISSUER.has(code))
    return `the connection is intercepted: the certificate is issued by "${issuer}", which this system does not trust`;
  return `the certificate is not accepted (${code}), issued by "${issuer}"`;
}

/** Those that issue the certificates of the services. */
const ISSUERS = /\b(?:Amazon|Starfield|DigiCert)\b/;

/** Who reads along with the leave of this system; null where the service itself answers. */
export function interceptorOf({ tls }: Reached): string | null {
  const issuer = tls?.chain[0]?.issuer;
  return issuer === undefined || ISSUERS.test(issuer) ? null : issuer;
}
