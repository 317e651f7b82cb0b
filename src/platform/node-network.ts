import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { type HttpAnswer, type HttpQuestion, type Network, NetworkError } from './network.ts';

/** Metadata are a few kilobytes; what is longer is something else. */
const LONGEST = 64 * 1024;

/** The network of this machine. */
export function nodeNetwork(): Network {
  return { request };
}

function request({ method, url, headers, timeout }: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const isTls = url.startsWith('https:');
    // Agents of its own: the global ones may go through the proxy of the environment.
    const agent = isTls ? new TlsAgent() : new Agent();
    let connected = false;
    const asked = (isTls ? requestTls : requestHttp)(url, { method, headers, agent }, (response) => {
      bodyOf(response).then((body) => done(() => resolve({ status: response.statusCode ?? 0, body })), fail);
    });
    const timer = setTimeout(() => {
      const trouble = connected ? 'unanswered' : 'unreachable';
      done(() =>
        reject(new NetworkError(trouble, `no ${connected ? 'answer' : 'connection'} in ${timeout} ms`)),
      );
    }, timeout);
    const done = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      asked.destroy();
    };
    const fail = (error: Error) => {
      const code = 'code' in error ? String(error.code) : error.message;
      const trouble = connected ? 'broken' : 'unreachable';
      done(() => reject(new NetworkError(trouble, code, { cause: error })));
    };
    asked.on('socket', (socket: Socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    asked.on('error', fail);
    asked.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST) throw new Error(`more than ${LONGEST} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
