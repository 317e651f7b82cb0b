import type { Socket } from 'node:net';
import { type Answered, type Ask, ReachError, type Target } from './reach.ts';
import { waited } from './reach-connect.ts';

/** Bytes that are of use to whoever wants to know how far he gets. */
const USUAL = 16 * 1024;
const CHUNKED = /\r\ntransfer-encoding: *chunked\r\n/i;

/** Asks on a connection, and takes the answer, or so many bytes of it. @throws ReachError */
export async function answerOn(
  socket: Socket,
  { host, port, isTls, limit }: Pick<Target, 'host' | 'port' | 'isTls' | 'limit'>,
  ask: Ask,
  most = USUAL,
): Promise<Answered> {
  const usual = isTls ? 443 : 80;
  const headers = {
    Host: port === usual ? host : `${host}:${port}`,
    Connection: 'close',
    ...ask.headers,
    ...(ask.method === 'POST' || ask.method === 'PUT'
      ? { 'Content-Length': String(Buffer.byteLength(ask.body)) }
      : {}),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${ask.method} ${ask.path} HTTP/1.1\r\n${lines.join('')}\r\n${ask.body}`);
  const headOnly = ask.method === 'HEAD';
  const text = await answerText(socket, limit, headOnly, most);
  const received = Date.now();
  const answer = answered(text, received);
  const isEnded = isWhole(text, headOnly) || !hasLength(answer.headers);
  return { ...answer, isWhole: isEnded && text.length <= most };
}

function answerText(socket: Socket, limit: number, headOnly: boolean, most: number): Promise<string> {
  return waited<string>(socket, limit, (resolve) => {
    let text = '';
    const read = (part: Buffer): void => {
      text += part.toString('latin1');
      if (text.length > most || isWhole(text, headOnly)) resolve(text);
    };
    const ended = (): void => resolve(text);
    socket.on('data', read);
    socket.once('end', ended);
    return () => {
      socket.off('data', read);
      socket.off('end', ended);
    };
  });
}

function isWhole(text: string, headOnly: boolean): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  if (headOnly) return true;
  if (CHUNKED.test(text.slice(0, end + 2))) return text.endsWith('\r\n0\r\n\r\n');
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text.slice(0, end + 2))?.[1];
  return length !== undefined && text.length >= end + 4 + Number(length);
}

function answered(text: string, received: number): Omit<Answered, 'isWhole'> {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, Math.max(0, end)).split('\r\n');
  const status = /^HTTP\/1\.\d (\d{3})/.exec(first)?.[1];
  if (status === undefined) throw new ReachError('NOT_HTTP', 'the answer is no HTTP');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim();
  }
  const rest = text.slice(end + 4);
  const whole = CHUNKED.test(text.slice(0, end + 2)) ? unchunked(rest) : rest;
  const body = Buffer.from(whole, 'latin1').toString('utf8');
  return { status: Number(status), headers, body, clockAhead: clockAheadOf(headers, received) };
}

/** Without one the end of the connection is that of the body. */
function hasLength(headers: Readonly<Record<string, string>>): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** What a cache answers is as old as its Age. The date is in whole seconds, cut off. */
function clockAheadOf(headers: Readonly<Record<string, string>>, received: number): number | null {
  const told = Date.parse(headers.date ?? '');
  if (Number.isNaN(told) || headers.age !== undefined) return null;
  return told + 500 - received;
}

/** The pieces of a body without their lengths; what was cut off is left out. */
function unchunked(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, end), 16);
    if (end === -1 || !(length > 0)) break;
    parts.push(text.slice(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return parts.join('');
}
