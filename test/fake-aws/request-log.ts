import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.ts';
import type { Outcome } from './state/outcome.ts';

/** One request, as far as it came. */
export interface LoggedRequest {
  readonly at: Date;
  /** Null where the headers name none. */
  readonly operation: string | null;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body; null where it was not read. */
  readonly input: unknown;
  /** The error that was answered. */
  readonly error: { readonly type: string; readonly message: string } | null;
  /** What it did to the state; empty for what was refused. */
  readonly outcomes: readonly Outcome[];
  readonly fault: Fault | null;
  /** Of the answer; null where the fault kept it back. */
  readonly status: number | null;
}
