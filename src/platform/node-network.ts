import type { Socket } from 'node:net';
import { elapsed } from './elapsed.ts';
import { codeOf } from './files.ts';
import {
  type HttpAnswer,
  type HttpQuestion,
  LONGEST_ANSWER,
  type Network,
  NetworkError,
  type NetworkTrouble,
} from './network.ts';
import { ReachError } from './reach.ts';
import { answerOn } from './reach-answer.ts';
import { connectTo } from './reach-connect.ts';

/** The network of this machine. What goes over TLS is rare, and loads more of Node. */
export function nodeNetwork(): Network {
  return {
    request: async (question) => {
      if (!question.url.startsWith('https:')) return requestPlainly(question);
      const { requestSecurely } = await import('./node-secure-network.ts');
      return requestSecurely(question);
    },
  };
}

async function requestPlainly({ method, url, headers, timeout }: HttpQuestion): Promise<HttpAnswer> {
  const { hostname, port, pathname, search } = new URL(url);
  const [host, at] = [hostname.replace(/^\[|\]$/g, ''), Number(port) || 80];
  const until = elapsed() + timeout;
  const socket = await connectTo(host, at, timeout).catch((error: unknown) => {
    throw networkError('unreachable', error, `no connection in ${timeout} ms`);
  });
  return askOn(socket, timeout, async () => {
    const target = { host: hostname, port: at, isTls: false, limit: Math.max(1, until - elapsed()) };
    const ask = { method, path: `${pathname}${search}`, headers, body: '' };
    const { status, body, isWhole } = await answerOn(socket, target, ask, LONGEST_ANSWER);
    if (isWhole) return { status, body };
    throw new NetworkError('broken', `it broke off, or has more than ${LONGEST_ANSWER} bytes`);
  });
}

async function askOn<T>(socket: Socket, timeout: number, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    const isLate = error instanceof ReachError && error.code === 'TIMEOUT';
    throw networkError(isLate ? 'unanswered' : 'broken', error, `no answer in ${timeout} ms`);
  } finally {
    socket.destroy();
  }
}

function networkError(trouble: NetworkTrouble, cause: unknown, late: string): NetworkError {
  const code = codeOf(cause);
  return new NetworkError(trouble, code === 'TIMEOUT' ? late : code, { cause });
}
