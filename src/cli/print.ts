import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeOutput } from './write-output.ts';

/** What is to be printed: a text, or pieces of one. */
export type Printed = string | Generator<string>;

/** Characters that are gathered before they are written. */
const ENOUGH = 64 * 1024;

/**
 * Writes the result to the file of `--output`, or to stdout where none was given.
 *
 * @throws UsageError when the file cannot be written
 */
export function print(what: Printed, { output }: { readonly output?: string }, terminal: Terminal): void {
  if (output === undefined) {
    for (const text of gathered(what)) if (terminal.write(text) === 'closed') return;
    return;
  }
  writeOutput(
    output,
    Array.from(gathered(what), (text) => Buffer.from(text)),
  );
  terminal.note(`wrote ${output}`);
}

function* gathered(what: Printed): Generator<string> {
  if (typeof what === 'string') {
    yield what;
    return;
  }
  let text = '';
  for (const piece of what) {
    text += piece;
    if (text.length < ENOUGH) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** @throws UsageError before anything is read, where the name of the file is empty */
export function refuseEmptyOutput(output: string | undefined): void {
  if (output === '')
    throw new UsageError('--output: expected a file to write, found an empty name; give a path');
}
