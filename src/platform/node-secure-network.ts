import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Socket } from 'node:net';
import { type HttpAnswer, type HttpQuestion, LONGEST_ANSWER, NetworkError } from './network.ts';

/** Asks over TLS. @throws NetworkError when no answer comes */
export function requestSecurely({ method, url, headers, timeout }: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    // One of its own: the global one may go through the proxy of the environment.
    const agent = new Agent();
    let connected = false;
    const asked = request(url, { method, headers, agent }, (response) => {
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
      socket.once('secureConnect', () => {
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
    if (length > LONGEST_ANSWER) throw new Error(`more than ${LONGEST_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
