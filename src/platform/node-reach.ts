import { Resolver } from 'node:dns';
import { isIP, type Socket } from 'node:net';
import {
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { codeOf } from './files.ts';
import {
  type Ask,
  type Reach,
  ReachError,
  type Reached,
  type Stage,
  type Target,
  type Trouble,
} from './reach.ts';
import { answerOn } from './reach-answer.ts';
import { connectTo, tunnelThrough } from './reach-connect.ts';
import { securedOn } from './reach-tls.ts';

/** Addresses that are tried, each as long as the first. */
const TRIED = 2;

/** The network of this machine, as far as it leads. */
export function nodeReach({ usesStore = process.platform !== 'linux' }: ReachOptions = {}): Reach {
  const contexts = new Map<string | null, SecureContext>();
  // A bundle of authorities takes some milliseconds to parse.
  const contextOf = (authorities: string | null): SecureContext => {
    const known = contexts.get(authorities);
    if (known !== undefined) return known;
    const made = createSecureContext(optionsOf(authorities, usesStore));
    contexts.set(authorities, made);
    return made;
  };
  // Each one reads the settings of the system, and has sockets of its own.
  const resolvers = new Map<number, Resolver>();
  const resolve = (name: string, limit: number): Promise<readonly string[]> => {
    const resolver = resolvers.get(limit) ?? new Resolver({ timeout: limit, tries: 1 });
    resolvers.set(limit, resolver);
    return resolveBy(resolver, name, limit);
  };
  return { resolve, reach: (target) => reach(target, { contextOf, resolve }) };
}

export interface ReachOptions {
  /** Whether certificates in the store of the system are trusted where no others are named, as on Windows and macOS. */
  readonly usesStore?: boolean;
}

function optionsOf(authorities: string | null, usesStore: boolean): SecureContextOptions {
  if (authorities !== null) return { ca: authorities };
  return usesStore ? { ca: [...getCACertificates('default'), ...getCACertificates('system')] } : {};
}

interface Means {
  readonly contextOf: (authorities: string | null) => SecureContext;
  readonly resolve: Reach['resolve'];
}

/**
 * Asks the name servers alone: the resolver of the system waits in a thread that nobody can stop, and the agent has
 * one of its own that reads the same settings.
 */
async function resolveBy(resolver: Resolver, name: string, limit: number): Promise<readonly string[]> {
  try {
    return await addressesBy(limit, (done) => resolver.resolve4(name, done)).catch((error: unknown) => {
      if (!HAS_NO_SUCH.has(codeOf(error))) throw error;
      return addressesBy(limit, (done) => resolver.resolve6(name, done));
    });
  } catch (error) {
    const code = codeOf(error);
    throw new ReachError(code, `${code} for ${name}`, { cause: error });
  }
}

/** A name with addresses of IPv6 alone, or none at all. */
const HAS_NO_SUCH = new Set(['ENODATA', 'ENOTFOUND']);

/** What is asked goes on for a moment beyond the limit: to stop it would stop all that the same one was asked. */
function addressesBy(
  limit: number,
  ask: (done: (error: Error | null, found: string[]) => void) => void,
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ReachError('ETIMEOUT', `nothing in ${limit} ms`)), limit);
    ask((error, found) => {
      clearTimeout(timer);
      if (error === null) resolve(found);
      else reject(error);
    });
  });
}

/** Collects what is found on the way. */
interface Trail {
  addresses: readonly string[];
  tls: Reached['tls'];
  answer: Reached['answer'];
}

async function reach(target: Target, means: Means): Promise<Reached> {
  const trail: Trail = { addresses: [], tls: null, answer: null };
  const { host, port, proxy, known } = target;
  const trouble = await follow(target, trail, means);
  return {
    host,
    port,
    via: proxy === null ? null : `${proxy.host}:${proxy.port}`,
    isKnownName: known !== null,
    ...trail,
    trouble,
  };
}

async function follow(target: Target, trail: Trail, { contextOf, resolve }: Means): Promise<Trouble | null> {
  let stage: Stage = 'name';
  const sockets: Socket[] = [];
  const keep = <S extends Socket>(socket: S): S => {
    sockets.push(socket);
    return socket;
  };
  try {
    const way = target.proxy ?? target;
    const known = target.proxy === null ? target.known : null;
    const addresses = known ?? literal(way.host) ?? (await resolve(way.host, target.limit));
    if (target.proxy === null) trail.addresses = addresses;
    stage = 'connect';
    let socket: Socket | TLSSocket = keep(await firstOf(addresses, way.port, target.limit));
    if (target.proxy !== null && target.isTls) {
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
      trail.answer = await answerOn(socket, target, askedOf(target, target.ask));
      if (target.proxy !== null && trail.answer.status === 407)
        return trouble('proxy', 'STATUS_407', 'the proxy answers 407');
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

/** Without TLS a proxy is asked itself, for the whole address: many connect through to the port of TLS alone. */
function askedOf({ host, port, isTls, proxy }: Target, ask: Ask): Ask {
  if (proxy === null || isTls) return ask;
  const path = `http://${port === 80 ? host : `${host}:${port}`}${ask.path}`;
  const { authorization } = proxy;
  const headers = authorization === null ? {} : { 'Proxy-Authorization': authorization };
  return { ...ask, path, headers: { ...ask.headers, ...headers } };
}

function refusalText({ host }: Target): string {
  return `the certificate of ${host} is not accepted`;
}

function trouble(stage: Stage, code: string, message: string): Trouble {
  return { stage, code, message: message.slice(0, 300) };
}

/** Of an address that stands in place of a name; null for a name. */
function literal(host: string): readonly string[] | null {
  const address = host.replace(/^\[|\]$/g, '');
  return isIP(address) > 0 ? [address] : null;
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
