import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../faults.ts';
import type { Answer } from './answer.ts';

const PIECES = 8;

/** The status that goes out; null where a fault keeps the answer back. */
export function statusSent(answer: Answer, fault: Fault | null): number | null {
  return fault?.kind === 'hang' || fault?.kind === 'reset' ? null : answer.status;
}

/** Sends the answer, or what a fault leaves of it. */
export async function send(response: ServerResponse, answer: Answer, fault: Fault | null): Promise<void> {
  const { status, headers, body } = answer;
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  if (fault?.kind === 'cut') {
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
  } else if (fault?.kind === 'slow') {
    await sendSlowly(response, body, fault.milliseconds);
  } else {
    response.end(body);
  }
}

/** In pieces that are evenly spread over the time, the first after a pause; gives up with the client. */
async function sendSlowly(response: ServerResponse, body: string, milliseconds: number): Promise<void> {
  response.flushHeaders();
  const bytes = Buffer.from(body);
  for (let piece = 0; piece < PIECES && !response.destroyed; piece++) {
    await wait(milliseconds / PIECES);
    const [start, end] = [piece, piece + 1].map((edge) => Math.floor((bytes.length * edge) / PIECES));
    response.write(bytes.subarray(start, end));
  }
  response.end();
}
