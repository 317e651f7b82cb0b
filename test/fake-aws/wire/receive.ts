import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { operationNamed, SSM } from '../model.ts';
import { ServiceError } from '../service-error.ts';

/** Far more than any request that the service would take. */
const LONGEST_BODY = 32 * 1024 * 1024;

/** A request as it came in, whole. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Reads a request to its end. */
export async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= LONGEST_BODY) parts.push(part);
  }
  if (length > LONGEST_BODY) {
    throw new ServiceError('RequestEntityTooLargeException', 'The request is too large.', { status: 413 });
  }
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(parts) };
}

/** The operation that the headers name, whether there is such a one or not. */
export function targetOf(headers: IncomingHttpHeaders): string | null {
  const [prefix, operation, ...rest] = String(headers['x-amz-target'] ?? '').split('.');
  return prefix === SSM.metadata.targetPrefix && operation && rest.length === 0 ? operation : null;
}

/** The operation that is asked for; refuses what AWS JSON 1.1 is not. */
export function operationOf({ method, path, headers }: ReceivedRequest): string {
  const operation = targetOf(headers);
  const isJson = headers['content-type'] === `application/x-amz-json-${SSM.metadata.jsonVersion}`;
  if (method !== 'POST' || path !== '/' || !isJson || operation === null || !operationNamed(operation)) {
    throw new ServiceError('UnknownOperationException', 'The requested operation is not known.');
  }
  return operation;
}

/** The value that the body's JSON is. */
export function inputOf({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new ServiceError('SerializationException', 'The body is not JSON in UTF-8.');
  }
}
