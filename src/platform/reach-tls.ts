import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { Certificate, Target, Tls } from './reach.ts';
import { waited } from './reach-connect.ts';

/** Longer chains are none. */
const LONGEST_CHAIN = 8;

/** Speaks TLS on a connection, and takes any certificate: whether it is to be trusted is part of the result. */
export async function securedOn(
  socket: Socket,
  { host, limit }: Target,
  secureContext: SecureContext,
): Promise<{ readonly socket: TLSSocket; readonly tls: Tls }> {
  const secured = connect({
    socket,
    ...(isIP(host) > 0 ? {} : { servername: host }),
    host,
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    secureContext,
  });
  await waited<void>(secured, limit, (resolve) => {
    secured.once('secureConnect', resolve);
    return () => secured.off('secureConnect', resolve);
  });
  secured.on('error', () => undefined);
  const refusal = secured.authorized ? null : refusalOf(secured.authorizationError);
  const chain = chainOf(secured.getPeerX509Certificate(), refusal === null ? 1 : LONGEST_CHAIN);
  return { socket: secured, tls: { protocol: secured.getProtocol(), refusal, chain } };
}

function refusalOf(error: Error | string | null): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message;
  return error ?? 'UNKNOWN';
}

function chainOf(leaf: X509Certificate | undefined, most: number): Certificate[] {
  const chain: Certificate[] = [];
  let at = leaf;
  while (at !== undefined && chain.length < most) {
    const { subject, issuer, validFrom, validTo } = at;
    chain.push({ subject: nameOf(subject), issuer: nameOf(issuer), validFrom, validTo });
    // The last is its own issuer.
    at = subject === issuer ? undefined : at.issuerCertificate;
  }
  return chain;
}

/**
 * The common name and the organisation, of several the first, of a name in lines such as `O=Example\, Inc.`; Node gives
 * none for an empty one, although its types do not say so.
 */
function nameOf(name: string | undefined): string {
  const lines = name?.split('\n') ?? [];
  const [common, organisation] = ['CN=', 'O='].map((key) =>
    lines.find((line) => line.startsWith(key))?.slice(key.length),
  );
  return [common, organisation]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
    .replace(/\\([^0-9A-F])/g, '$1')
    .slice(0, 200);
}
