/** What can go wrong with a request, as the client meets it. */
export type Fault =
  /** Any error of the service; of the operation's own where the message is not given. */
  | { readonly kind: 'refuse'; readonly type: string; readonly message?: string; readonly status?: number }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'internal-error' }
  /** The role does not allow the operation. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired-token' }
  /** The service's clock is ahead by so many seconds (behind, when negative). */
  | { readonly kind: 'clock-skew'; readonly seconds: number }
  /** The connection is reset: before the request is read, or when it was carried out and the answer is due. */
  | { readonly kind: 'reset'; readonly when: 'at-once' | 'carried-out' }
  /** The request is carried out; its answer comes in pieces over so long a time. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The request is carried out and the answer breaks off in its middle. */
  | { readonly kind: 'cut' }
  /** The request is carried out, and nothing ever comes back. */
  | { readonly kind: 'hang' }
  /** Something in between answers with a page of its own. */
  | { readonly kind: 'gateway-page'; readonly status: number; readonly body?: string };

interface Scripted {
  readonly fault: Fault;
  readonly operation: string | null;
  left: number;
}

/** The faults to come. Each request meets the first that is meant for it, and uses it up. */
export class FaultScript {
  readonly #script: Scripted[] = [];

  /** The next `times` requests meet the fault, or the next of one operation. */
  add(fault: Fault, { times = 1, operation = null as string | null } = {}): void {
    this.#script.push({ fault, operation, left: times });
  }

  /** How many are still to come. */
  get pending(): number {
    return this.#script.reduce((sum, { left }) => sum + left, 0);
  }

  clear(): void {
    this.#script.length = 0;
  }

  take(operation: string | null): Fault | null {
    const next = this.#script.find(
      (entry) => entry.left > 0 && (entry.operation === null || entry.operation === operation),
    );
    if (next === undefined) return null;
    next.left--;
    return next.fault;
  }
}
