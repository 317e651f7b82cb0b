import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeOutput } from './write-output.ts';

/**
 * Writes the result to the file of `--output`, or to stdout where none was given.
 *
 * @throws UsageError when the file cannot be written
 */
export function print(text: string, { output }: { readonly output?: string }, terminal: Terminal): void {
  if (output === undefined) {
    terminal.write(text);
    return;
  }
  writeOutput(output, text);
  terminal.note(`wrote ${output}`);
}

/** @throws UsageError before anything is read, where the name of the file is empty */
export function refuseEmptyOutput(output: string | undefined): void {
  if (output === '')
    throw new UsageError('--output: expected a file to write, found an empty name; give a path');
}
