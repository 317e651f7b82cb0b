/** Small questions over HTTP to what stands beside this machine: its metadata, its container's credentials. */
export interface Network {
  /** Goes there directly, through no proxy, and follows no redirect. @throws NetworkError when no answer comes */
  request(question: HttpQuestion): Promise<HttpAnswer>;
}

export interface HttpQuestion {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Bytes: metadata are a few kilobytes; what is longer is something else. */
export const LONGEST_ANSWER = 64 * 1024;

/**
 * - `unreachable`: nobody is there, or nobody took the connection in time
 * - `unanswered`: somebody took the connection, and then no answer came in time
 * - `broken`: the answer broke off, was no HTTP, or was too long
 */
export type NetworkTrouble = 'unreachable' | 'unanswered' | 'broken';

export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly trouble: NetworkTrouble;

  constructor(trouble: NetworkTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}
