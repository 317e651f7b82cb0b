import { connect, type Socket } from 'node:net';
import { ReachError, type Target } from './reach.ts';

const LONGEST_HEAD = 16 * 1024;

/** Waits for one event of a socket. @throws what the socket fails with, or a ReachError when time is up */
export function waited<T>(
  socket: Socket,
  limit: number,
  begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.off('close', closed);
      release();
      act();
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const closed = (): void => fail(new ReachError('ECONNRESET', 'the connection was closed'));
    const timer = setTimeout(() => fail(new ReachError('TIMEOUT', `nothing in ${limit} ms`)), limit);
    socket.once('error', fail);
    socket.once('close', closed);
    const release = begin((value) => settle(() => resolve(value)), fail);
  });
}

/** A connection to an address. It does not hold the program. */
export async function connectTo(address: string, port: number, limit: number): Promise<Socket> {
  const socket = connect({ host: address, port });
  try {
    await waited<void>(socket, limit, (resolve) => {
      socket.once('connect', resolve);
      return () => socket.off('connect', resolve);
    });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  // What fails later fails for whoever waits then.
  socket.on('error', () => undefined);
  return socket;
}

/** Has a proxy connect through. @throws ReachError with `STATUS_…` where it does not */
export async function tunnelThrough(socket: Socket, { host, port, proxy, limit }: Target): Promise<void> {
  const to = `${host}:${port}`;
  const authorization = proxy?.authorization == null ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
  socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${authorization}\r\n`);
  const head = await waited<string>(socket, limit, (resolve, reject) => {
    let text = '';
    const read = (part: Buffer): void => {
      text += part.toString('latin1');
      if (text.includes('\r\n\r\n')) resolve(text);
      else if (text.length > LONGEST_HEAD) reject(new ReachError('NOT_HTTP', 'an endless answer'));
    };
    socket.on('data', read);
    return () => {
      socket.off('data', read);
      socket.pause();
    };
  });
  const status = /^HTTP\/1\.\d (\d{3})/.exec(head)?.[1];
  if (status === undefined) throw new ReachError('NOT_HTTP', 'the answer of the proxy is no HTTP');
  if (status !== '200') throw new ReachError(`STATUS_${status}`, `the proxy answers ${status}`);
}
