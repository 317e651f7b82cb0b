import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  addKey,
  expireKey,
  type FakeCredentials,
  type Key,
  personCredentials,
  roleCredentials,
} from './access/keys.ts';
import { FaultScript } from './faults.ts';
import type { ManagedNode } from './operations/context.ts';
import type { LoggedRequest } from './request-log.ts';
import { type Service, serve } from './serve.ts';
import { emptyState, type State } from './state/state.ts';
import { loadState, saveState } from './state/state-file.ts';

export interface FakeAwsOptions {
  /** The only node of the account. */
  readonly node: ManagedNode;
  /** Those of the node; random ones where none are given. */
  readonly credentials?: FakeCredentials;
  /** Those of a person, likewise. */
  readonly person?: FakeCredentials;
  /** A file to keep the state in; what it holds is loaded. */
  readonly state?: string;
  /** Where a service that went away comes back; any free port where none is given. */
  readonly port?: number;
  /** Speaks HTTPS with this key and certificate, in PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The service's clock. */
  readonly now?: () => Date;
  /** Told of each request before its answer goes out. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

export interface FakeAws {
  /** `http://127.0.0.1:PORT`, or `https:` with TLS: the endpoint to give to a client. */
  readonly url: string;
  readonly node: ManagedNode;
  /** Those of the node, the newest ones. As with the usual instance roles they may put, not read. */
  readonly credentials: FakeCredentials;
  /** Those of a person who may do everything. */
  readonly person: FakeCredentials;
  /** Gives the node new credentials; the old ones stay good until they are expired. */
  issueCredentials(): FakeCredentials;
  /** From now on these are refused as expired. */
  expire(credentials: FakeCredentials): void;
  /** What is stored now. */
  readonly state: State;
  readonly faults: FaultScript;
  /** Every request so far, in the order of the answers. */
  readonly requests: readonly LoggedRequest[];
  /** Closes every connection, those of hanging requests too. */
  close(): Promise<void>;
}

/**
 * Starts a service on the loopback that does with compliance and inventory what Systems Manager does, and refuses what
 * it refuses. It lives in this process, so a client in another one must be waited for without blocking: `spawn`, not
 * `spawnSync`.
 */
export async function startFakeAws(options: FakeAwsOptions): Promise<FakeAws> {
  const keys = new Map<string, Key>();
  const issue = (credentials = roleCredentials()) => addKey(keys, credentials, 'node');
  let credentials = issue(options.credentials);
  const person = addKey(keys, options.person ?? personCredentials(), 'person');
  const requests: LoggedRequest[] = [];
  const { state: stateFile, node } = options;
  const service: Service = {
    node,
    keys,
    state: stateFile === undefined ? emptyState() : loadState(stateFile),
    faults: new FaultScript(),
    now: options.now ?? (() => new Date()),
    saved: () => {
      if (stateFile !== undefined) saveState(stateFile, service.state);
    },
    logged: (request) => {
      requests.push(request);
      options.onRequest?.(request);
    },
  };
  const { url, close } = await listen(service, options);
  return {
    url,
    node,
    person,
    get credentials() {
      return credentials;
    },
    issueCredentials: () => {
      credentials = issue();
      return credentials;
    },
    expire: (old) => expireKey(keys, old),
    state: service.state,
    faults: service.faults,
    requests,
    close,
  };
}

async function listen(service: Service, { port = 0, tls }: FakeAwsOptions) {
  const listener: RequestListener = (request, response) => {
    serve(service, request, response).catch((error: unknown) => {
      // A client that went away is none of the service's trouble; anything else is a mistake of ours, to be seen.
      if (request.errored === null) console.error('the test service failed:', error);
      response.destroy();
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${taken}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
