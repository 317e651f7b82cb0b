import type { Outcome } from '../state/outcome.ts';
import type { State } from '../state/state.ts';

/** What an operation works on. */
export interface Context {
  readonly state: State;
  readonly node: ManagedNode;
}

export interface ManagedNode {
  readonly id: string;
  readonly region: string;
  /** Its token is tied to it, as under Default Host Management: for another node it is refused by IAM. */
  readonly tied?: boolean;
}

export interface Result {
  readonly output: unknown;
  readonly outcomes: readonly Outcome[];
}

/** The input has been validated by the model, so it is what the operation says it is. */
export type Serve = (context: Context, input: never) => Result;
