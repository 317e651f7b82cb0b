import type { Socket } from 'node:net';
import {
  connect,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { isAddress } from './addresses.ts';
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
    ...(isAddress(host) ? {} : { servername: host }),
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
  const chain =
    refusal === null
      ? [certificateOf(secured.getPeerCertificate())]
      : chainOf(secured.getPeerCertificate(true));
  return { socket: secured, tls: { protocol: secured.getProtocol(), refusal, chain } };
}

function refusalOf(error: Error | string | null): string {
  if (error instanceof Error) return 'code' in error ? String(error.code) : error.message;
  return error ?? 'UNKNOWN';
}

function chainOf(leaf: DetailedPeerCertificate): Certificate[] {
  const chain: Certificate[] = [];
  let at: DetailedPeerCertificate | undefined = leaf;
  while (at?.subject !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(certificateOf(at));
    // The last is its own issuer.
    at = at.issuerCertificate === at ? undefined : at.issuerCertificate;
  }
  return chain;
}

function certificateOf({ subject, issuer, valid_from, valid_to }: PeerCertificate): Certificate {
  return { subject: nameOf(subject), issuer: nameOf(issuer), validFrom: valid_from, validTo: valid_to };
}

/** The common name and the organisation; of several the first. */
function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const [common, organisation] = [name?.CN, name?.O].map((value) => [value].flat()[0] ?? '');
  return [common, organisation]
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 200);
}
