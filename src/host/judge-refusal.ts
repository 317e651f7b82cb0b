import type { Answered } from '../platform/reach.ts';

/** What a service says when it does not do what it was asked. */
export interface Refusal {
  /** Its name of the error: `AccessDeniedException`. */
  readonly name: string;
  readonly message: string;
  readonly cause: string;
}

/** The clock of the service allows five minutes. */
const SKEW_MS = 240_000;

/** Null where it did. */
export function refusalOf({ status, headers, body, clockAhead }: Answered): Refusal | null {
  if (status >= 200 && status < 300) return null;
  const name = nameIn(headers, body) ?? `HTTP ${status}`;
  const message = (/"[Mm]essage"\s*:\s*"((?:[^"\\]|\\.)*)"|<Message>([^<]*)</.exec(body) ?? [])
    .slice(1)
    .find((text) => text !== undefined);
  const said = (message ?? '').slice(0, 400);
  return { name, message: said, cause: causeOf(name, said, status, clockAhead) };
}

/** JSON has it as `__type`, with a prefix; XML as Code. */
function nameIn(headers: Readonly<Record<string, string>>, body: string): string | undefined {
  const text =
    headers['x-amzn-errortype'] ??
    /"__type"\s*:\s*"([^"]{1,200})"/.exec(body)?.[1] ??
    /<Code>([^<]{1,200})</.exec(body)?.[1];
  return text?.split('#').at(-1)?.split(':')[0];
}

function causeOf(name: string, message: string, status: number, clockAhead: number | null): string {
  const isOff = clockAhead !== null && Math.abs(clockAhead) > SKEW_MS;
  if (isOff && /Signature|RequestExpired|Skewed|InTheFuture|AuthFailure/.test(name)) return 'HOST_CLOCK_SKEW';
  if (/^ExpiredToken/.test(name)) return 'CREDENTIALS_EXPIRED';
  if (/UnrecognizedClient|InvalidClientTokenId|Signature|AuthFailure|IncompleteSignature/.test(name))
    return 'CREDENTIALS_INVALID';
  if (/^AccessDenied/.test(name)) return deniedBy(message);
  if (/Throttl|TooManyRequests|SlowDown/.test(name) || status === 429) return 'AWS_API_THROTTLED';
  return status >= 500 ? 'AWS_SERVICE_ERROR' : 'AWS_API_ERROR';
}

function deniedBy(message: string): string {
  if (/VPC endpoint policy/i.test(message)) return 'IAM_ENDPOINT_POLICY_DENIED';
  return /explicit deny/i.test(message) ? 'IAM_EXPLICIT_DENY' : 'IAM_ACCESS_DENIED';
}
