/** What came of one attempt that did not succeed, as plain data. */
export interface Failure {
  /** The service's name of the error, or the one of Node or of the SDK. */
  readonly name: string;
  readonly message: string;
  /** Null where no answer came. */
  readonly httpStatus: number | null;
  /** The system's code, such as `ECONNREFUSED`; null where a whole answer came. */
  readonly systemCode: string | null;
  /** Milliseconds by which the service's clock is ahead of this one; null where the answer had no date. */
  readonly clockAhead: number | null;
  /** The attempt was ended by us, since it took too long. */
  readonly timedOut: boolean;
}

/** An attempt that failed. */
export class AttemptError extends Error {
  override readonly name = 'AttemptError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.name}: ${failure.message}`, options);
    this.failure = failure;
  }
}

/** What the SDK puts on an error; all of it may be missing. */
interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly Message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly $response?: {
    readonly headers?: Readonly<Record<string, string | undefined>>;
    statusCode?: unknown;
  };
}

/** Reads an error of the SDK. `received` is the time, in milliseconds, at which it came. */
export function failureOf(error: unknown, received: number, timedOut: boolean): Failure {
  const thrown: SdkError = typeof error === 'object' && error !== null ? error : { message: String(error) };
  const httpStatus = numberOf(thrown.$metadata?.httpStatusCode) ?? numberOf(thrown.$response?.statusCode);
  return {
    name: textOf(thrown.name) ?? 'Error',
    message: textOf(thrown.message) ?? textOf(thrown.Message) ?? '',
    httpStatus,
    systemCode: systemCodeOf(thrown),
    clockAhead: clockAheadOf(thrown.$response?.headers, received),
    timedOut,
  };
}

/** Names of both addresses of a host that refuse are in the errors that an AggregateError is made of. */
function systemCodeOf(thrown: SdkError): string | null {
  const own = textOf(thrown.code);
  if (own !== null) return own;
  const { cause } = thrown;
  return typeof cause === 'object' && cause !== null ? systemCodeOf(cause) : null;
}

function clockAheadOf(
  headers: Readonly<Record<string, string | undefined>> | undefined,
  received: number,
): number | null {
  // What a cache answers is as old as its Age.
  if (headers?.date === undefined || headers.age !== undefined) return null;
  const told = Date.parse(headers.date);
  return Number.isNaN(told) ? null : told - received;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
