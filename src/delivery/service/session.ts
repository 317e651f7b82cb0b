import type { Clock } from '../../platform/clock.ts';
import { backoff } from './backoff.ts';
import { type Client, type OpenClient, openClient } from './client.ts';
import type { Connection } from './connection.ts';
import { DeliveryError } from './delivery-error.ts';
import { AttemptError } from './failure.ts';
import { type FailureKind, kindOf } from './kinds.ts';

/** The agent replaces credentials one file at a time: the first new ones may still be the old. */
const RENEWALS = 3;
/** The first attempt has so long in any case: on a busy machine the time may be over when the SDK is loaded. */
const FIRST_MS = 1000;
/** Less is not enough for a further attempt. */
const SHORTEST_MS = 100;

export interface SessionOptions {
  readonly clock: Clock;
  /** By `clock.elapsed()`; nothing is tried after it. */
  readonly deadline: number;
  /** Milliseconds: an attempt that takes longer has failed, and leaves time for others. */
  readonly attemptLimit: number;
  readonly open?: OpenClient;
}

/** What the session found out on the way and got over. */
export interface SessionFacts {
  /** Milliseconds by which the service's clock is ahead, where this machine's had to be corrected. */
  readonly clockAhead: number | null;
  readonly attempts: number;
}

/**
 * A run's connection to Systems Manager. What a later attempt may cure is tried again until one deadline for all
 * requests: throttling and failures of the service or the network after a pause, credentials that are no longer good
 * with new ones, a wrong clock once with the service's.
 */
export class Session {
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  #client: Client | null = null;
  #clockAhead: number | null = null;
  #renewals = 0;
  #attempts = 0;

  constructor(connection: Connection, options: SessionOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  get facts(): SessionFacts {
    return { clockAhead: this.#clockAhead, attempts: this.#attempts };
  }

  /**
   * Makes a request, again and again where that may help.
   *
   * @throws AttemptError with the last failure; DeliveryError where there are no credentials
   */
  async request(attempt: (client: Client, limit: number) => Promise<void>): Promise<void> {
    const { clock, deadline, attemptLimit } = this.#options;
    for (let failed = 1; ; failed += 1) {
      try {
        const client = await this.#open();
        const least = this.#attempts === 0 ? FIRST_MS : 1;
        this.#attempts += 1;
        return await attempt(client, Math.min(attemptLimit, Math.max(least, deadline - clock.elapsed())));
      } catch (error) {
        const kind = kindOfError(error);
        const clockAhead = error instanceof AttemptError ? error.failure.clockAhead : null;
        if (kind === null || !this.#canCure(kind, clockAhead)) throw error;
        const pause = kind === 'clock' ? 0 : backoff(failed, kind === 'throttled', clock);
        if (clock.elapsed() + pause > deadline - SHORTEST_MS) throw error;
        await clock.sleep(pause);
      }
    }
  }

  close(): void {
    this.#client?.close();
    this.#client = null;
  }

  async #open(): Promise<Client> {
    if (this.#client !== null) return this.#client;
    const open = this.#options.open ?? openClient;
    this.#client = await open(this.#connection, await this.#connection.credentials(), this.#clockAhead ?? 0);
    return this.#client;
  }

  /** Whether another attempt may help; what it needs is made ready. */
  #canCure(kind: FailureKind, clockAhead: number | null): boolean {
    switch (kind) {
      case 'throttled':
      case 'server':
      case 'network':
      case 'timeout':
        return true;
      case 'credentials':
        this.#renewals += 1;
        this.close();
        return this.#renewals <= RENEWALS;
      case 'clock': {
        const corrected = this.#clockAhead !== null;
        this.#clockAhead ??= clockAhead;
        this.close();
        return !corrected && clockAhead !== null;
      }
      default:
        return false;
    }
  }
}

/** What is found to be expired before it is sent may be renewed in a moment, like what the service finds so. */
function kindOfError(error: unknown): FailureKind | null {
  if (error instanceof AttemptError) return kindOf(error.failure);
  return error instanceof DeliveryError && error.code === 'credentials-expired' ? 'credentials' : null;
}
