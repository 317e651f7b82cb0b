import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface FakeProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What it was asked for, in order: `CONNECT host:port`, `GET http://…`. */
  readonly asked: readonly string[];
  /** What clients said to be let through. */
  readonly authorizations: readonly string[];
}

/**
 * A proxy on the loopback that leads to nowhere but the loopback: each `host:port` to the port that is given for it.
 * Others are answered with 502.
 */
export async function startFakeProxy(ports: Readonly<Record<string, number>> = {}): Promise<FakeProxy> {
  const asked: string[] = [];
  const authorizations: string[] = [];
  const sockets = new Set<Socket>();
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    const authorization = headers['proxy-authorization'];
    if (authorization !== undefined) authorizations.push(authorization);
  };
  const server = createServer((question, response) => {
    note(question);
    forward(question, response, ports);
  });
  server.on('connect', (question: IncomingMessage, client: Duplex) => {
    note(question);
    tunnel(question.url ?? '', client, ports, sockets);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    authorizations,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tunnel(
  to: string,
  client: Duplex,
  ports: Readonly<Record<string, number>>,
  sockets: Set<Socket>,
): void {
  const port = ports[to];
  client.on('error', () => client.destroy());
  if (port === undefined) {
    client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
    return;
  }
  const target = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    target.pipe(client).pipe(target);
  });
  sockets.add(target);
  target.on('error', () => client.destroy());
}

function forward(
  question: IncomingMessage,
  response: ServerResponse,
  ports: Readonly<Record<string, number>>,
): void {
  const { method, url, headers } = question;
  const target = new URL(url ?? '');
  const port = ports[target.host];
  if (port === undefined) {
    response.writeHead(502).end();
    return;
  }
  const onward = request({ host: '127.0.0.1', port, path: target.pathname, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  question.pipe(onward);
}
