import { Resolver } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { codeOf } from './files.ts';
import { type Reach, ReachError, type Reached, type Stage, type Target, type Trouble } from './reach.ts';
import { answerOn } from './reach-answer.ts';
import { connectTo, tunnelThrough } from './reach-connect.ts';
import { securedOn } from './reach-tls.ts';

/** Addresses that are tried, each as long as the first. */
const TRIED = 2;

/** The network of this machine, as far as it leads. */
export function nodeReach(): Reach {
  const contexts = new Map<string | null, SecureContext>();
  // A bundle of authorities takes some milliseconds to parse.
  const contextOf = (authorities: string | null): SecureContext => {
    const known = contexts.get(authorities);
    if (known !== undefined) return known;
    const made = createSecureContext(authorities === null ? {} : { ca: authorities });
    contexts.set(authorities, made);
    return made;
  };
  return { resolve, reach: (target) => reach(target, contextOf) };
}

type ContextOf = (authorities: string | null) => SecureContext;

/**
 * Asks the name servers alone: the resolver of the system waits in a thread that nobody can stop, and the agent has
 * one of its own that reads the same settings.
 */
async function resolve(name: string, limit: number): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: limit, tries: 1 });
  const timer = setTimeout(() => resolver.cancel(), limit);
  const settled = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  clearTimeout(timer);
  const found = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (found.length > 0) return found;
  const [first] = settled;
  const code = first.status === 'rejected' ? codeOf(first.reason) : 'ENODATA';
  const meant = code === 'ECANCELLED' ? 'ETIMEOUT' : code;
  throw new ReachError(meant, `${meant} for ${name}`);
}

/** Collects what is found on the way. */
interface Trail {
  addresses: readonly string[];
  tls: Reached['tls'];
  answer: Reached['answer'];
}

async function reach(target: Target, contextOf: ContextOf): Promise<Reached> {
  const trail: Trail = { addresses: [], tls: null, answer: null };
  const { host, port, proxy, known } = target;
  const trouble = await follow(target, trail, contextOf);
  return {
    host,
    port,
    via: proxy === null ? null : `${proxy.host}:${proxy.port}`,
    isKnownName: known !== null,
    ...trail,
    trouble,
  };
}

async function follow(target: Target, trail: Trail, contextOf: ContextOf): Promise<Trouble | null> {
  let stage: Stage = 'name';
  const sockets: Socket[] = [];
  const keep = <S extends Socket>(socket: S): S => {
    sockets.push(socket);
    return socket;
  };
  try {
    const way = target.proxy ?? target;
    const addresses = await addressesOf(way.host, target.proxy === null ? target.known : null, target.limit);
    if (target.proxy === null) trail.addresses = addresses;
    stage = 'connect';
    let socket: Socket | TLSSocket = keep(await firstOf(addresses, way.port, target.limit));
    if (target.proxy !== null) {
      stage = 'proxy';
      await tunnelThrough(socket, target);
    }
    if (target.isTls) {
      stage = 'tls';
      const secured = await securedOn(socket, target, contextOf(target.authorities));
      socket = keep(secured.socket);
      trail.tls = secured.tls;
      if (secured.tls.refusal !== null) return trouble('tls', secured.tls.refusal, refusalText(target));
    }
    if (target.ask !== null) {
      stage = 'ask';
      trail.answer = await answerOn(socket, target, target.ask);
    }
    return null;
  } catch (error) {
    // Who refuses the connection to a proxy is the proxy.
    const where = stage === 'connect' && target.proxy !== null ? 'proxy' : stage;
    return trouble(where, codeOf(error), error instanceof Error ? error.message : String(error));
  } finally {
    for (const socket of sockets.reverse()) socket.destroy();
  }
}

function refusalText({ host }: Target): string {
  return `the certificate of ${host} is not accepted`;
}

function trouble(stage: Stage, code: string, message: string): Trouble {
  return { stage, code, message: message.slice(0, 300) };
}

async function addressesOf(
  host: string,
  known: readonly string[] | null,
  limit: number,
): Promise<readonly string[]> {
  if (known !== null) return known;
  const literal = host.replace(/^\[|\]$/g, '');
  return isIP(literal) > 0 ? [literal] : resolve(host, limit);
}

async function firstOf(addresses: readonly string[], port: number, limit: number): Promise<Socket> {
  let last: unknown = new ReachError('ENODATA', 'no address');
  for (const address of addresses.slice(0, TRIED)) {
    try {
      return await connectTo(address, port, limit);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
