import type { Failure } from './failure.ts';

/** What can be done about a failure. */
export type FailureKind =
  /** The same again, a little later. */
  | 'throttled'
  | 'server'
  | 'network'
  | 'timeout'
  /** The same again with credentials that are read anew. */
  | 'credentials'
  /** The same again, signed with the service's time. */
  | 'clock'
  /** Another content may be accepted. */
  | 'content'
  | 'hash-unknown'
  /** Nothing; somebody has to do something. */
  | 'refused';

/** The names that AWS services use for it; `ThrottlingException` is the one of Systems Manager. */
const THROTTLED: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TooManyUpdates',
]);

/** Too old, or of a life before the agent replaced them. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
]);

const CLOCK: ReadonlySet<string> = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

/** A wrong secret has the same name as a wrong time. */
const SIGNATURE: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);

/** Beyond these the service refuses the time of a request; it allows five minutes. */
const CLOCK_LIMIT_MS = 240_000;

/**
 * Codes of Node for a connection that could not be made or did not hold, besides `HPE_…` for what is no HTTP;
 * certificates are not among them.
 */
const NETWORK: ReadonlySet<string> = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ERR_SOCKET_CLOSED',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
]);

export function kindOf(failure: Failure): FailureKind {
  const { name, httpStatus, systemCode } = failure;
  if (name === 'InvalidItemContentException') return 'content';
  if (name === 'ItemContentMismatchException') return 'hash-unknown';
  if (THROTTLED.has(name) || httpStatus === 429) return 'throttled';
  if (CREDENTIALS.has(name)) return 'credentials';
  if (CLOCK.has(name)) return 'clock';
  if (SIGNATURE.has(name)) return isClockOff(failure) ? 'clock' : 'refused';
  if (httpStatus !== null && httpStatus >= 500) return 'server';
  if (failure.timedOut || name === 'TimeoutError') return 'timeout';
  if (systemCode !== null && (NETWORK.has(systemCode) || systemCode.startsWith('HPE_'))) return 'network';
  return isTransientProxy(failure) ? 'network' : 'refused';
}

function isClockOff({ clockAhead }: Failure): boolean {
  return clockAhead !== null && Math.abs(clockAhead) > CLOCK_LIMIT_MS;
}

/** A proxy that cannot reach the service right now answers with one of these to our CONNECT. */
function isTransientProxy({ systemCode, message }: Failure): boolean {
  return systemCode === 'ERR_PROXY_TUNNEL' && /HTTP\/1\.\d (?:429|5\d\d)/.test(message);
}
