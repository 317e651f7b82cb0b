import type { RecordFamily } from '../../causes/cause.ts';
import type { OperationState, Sighting } from '../model.ts';

/** Where a record stands and how its lines are quoted. */
export interface RecordPlace {
  readonly operation: OperationState;
  readonly family: RecordFamily;
  readonly file: string;
  /** The line of the record that holds the character at `at` of the text that was read. */
  sighting(at: number): Sighting;
  /** Lines that explain a generic last line; may be empty. */
  lookBack(): Sighting[];
  /** Modules of the agent that the record names. */
  readonly contexts: readonly string[];
  /** Text of the record, for what a pattern did not capture. */
  readonly text: string;
}
