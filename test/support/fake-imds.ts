import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the service behaves; may be changed while it runs. */
export interface ImdsBehaviour {
  /**
   * - `hop-limit`: takes the connection, and never answers the question for a token
   * - `forbidden`: switched off for the instance
   * - `version-1`: knows no tokens
   * - `busy`: the first question of each kind is answered with 503
   * - `forgetful`: each token is good for one question
   */
  mode: 'ok' | 'hop-limit' | 'forbidden' | 'version-1' | 'busy' | 'forgetful';
  instanceId: string;
  region: string;
  /** Null without an instance profile. */
  role: { name: string; answer: Readonly<Record<string, string>> } | null;
}

export interface FakeImds extends AsyncDisposable {
  readonly url: string;
  readonly behaviour: ImdsBehaviour;
  /** `PUT /latest/api/token`, in order. */
  readonly requests: readonly string[];
  /** Questions without a token: version 1 of the service. */
  readonly versionOneAttempts: number;
}

/** Metadata of an instance that is none, on the loopback. */
export async function startFakeImds(
  behaviour: Partial<ImdsBehaviour> = {},
  host: '127.0.0.1' | '::1' = '127.0.0.1',
): Promise<FakeImds> {
  const service = new Service({
    mode: 'ok',
    instanceId: 'i-0synthetic0000001',
    region: 'eu-west-1',
    role: null,
    ...behaviour,
  });
  const server = createServer((request, response) => service.answer(request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${port}`,
    behaviour: service.behaviour,
    requests: service.requests,
    get versionOneAttempts() {
      return service.versionOneAttempts;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body?: string;
}

class Service {
  readonly behaviour: ImdsBehaviour;
  readonly requests: string[] = [];
  readonly #tokens = new Set<string>();
  versionOneAttempts = 0;

  constructor(behaviour: ImdsBehaviour) {
    this.behaviour = behaviour;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#answerTo(request);
    if (answer !== null) response.writeHead(answer.status).end(answer.body);
  }

  /** Null for none at all. */
  #answerTo({ method, url = '', headers }: IncomingMessage): Answer | null {
    const what = `${method} ${url}`;
    const isFirst = !this.requests.includes(what);
    this.requests.push(what);
    const { mode } = this.behaviour;
    const token = headers['x-aws-ec2-metadata-token'];
    if (method === 'GET' && token === undefined) this.versionOneAttempts += 1;
    if (mode === 'forbidden' || headers['x-forwarded-for'] !== undefined) return { status: 403 };
    if (mode === 'busy' && isFirst) return { status: 503 };
    if (what === 'PUT /latest/api/token') {
      if (mode === 'hop-limit') return null;
      return mode === 'version-1' ? { status: 404 } : this.#token(headers);
    }
    if (mode !== 'version-1' && !this.#tokens.has(String(token))) return { status: 401 };
    if (mode === 'forgetful') this.#tokens.delete(String(token));
    const body = this.#content(url);
    return body === null ? { status: 404, body: '<html>Not Found</html>' } : { status: 200, body };
  }

  #token(headers: IncomingMessage['headers']): Answer {
    const lifetime = Number(headers['x-aws-ec2-metadata-token-ttl-seconds']);
    if (!(lifetime >= 1 && lifetime <= 21_600)) return { status: 400 };
    const token = `token-${this.#tokens.size}-${this.requests.length}==`;
    this.#tokens.add(token);
    return { status: 200, body: token };
  }

  #content(path: string): string | null {
    const { instanceId, region, role } = this.behaviour;
    const roles = '/latest/meta-data/iam/security-credentials/';
    if (path === '/latest/dynamic/instance-identity/document')
      return JSON.stringify({ accountId: '123456789012', instanceId, region, architecture: 'x86_64' });
    if (path === '/latest/meta-data/instance-id') return instanceId;
    if (path === '/latest/meta-data/placement/region') return region;
    if (role !== null && path === roles) return role.name;
    if (role !== null && path === `${roles}${role.name}`) return JSON.stringify(role.answer);
    return null;
  }
}
