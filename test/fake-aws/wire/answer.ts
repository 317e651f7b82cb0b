import { randomUUID } from 'node:crypto';
import { SSM } from '../model.ts';
import type { ServiceError } from '../service-error.ts';

/** What goes back, before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `at` is the service's own time: clients set their clocks by it when a signature is refused. */
export function answerOf(output: unknown, at: Date): Answer {
  return { status: 200, headers: headers(at), body: JSON.stringify(output) };
}

export function answerOfError(error: ServiceError, at: Date): Answer {
  return { status: error.status, headers: headers(at), body: JSON.stringify(error.body()) };
}

/** The page of something between the client and the service, which knows nothing of AWS. */
export function gatewayPage(status: number, given?: string): Answer {
  const body =
    given ??
    `<html><head><title>${status}</title></head><body><h1>${status} Bad gateway</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

function headers(at: Date): Record<string, string> {
  return {
    'content-type': `application/x-amz-json-${SSM.metadata.jsonVersion}`,
    'x-amzn-requestid': randomUUID(),
    date: at.toUTCString(),
  };
}
