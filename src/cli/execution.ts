import { readFileSync } from 'node:fs';
import { executionOfScript } from '../delivery/compliance/execution.ts';

/** The command or association that runs us; null where a person does. */
export function findExecution(given: string | undefined): { readonly id: string } | null {
  if (given !== undefined) return { id: given };
  return executionOfScript(tried(workingFolder)) ?? executionOfScript(tried(parentCommand));
}

function workingFolder(): string {
  return `${process.cwd()}/`;
}

/** The command line of the shell that runs the agent's script; elsewhere than on Linux nobody tells. */
function parentCommand(): string {
  return readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').replaceAll('\0', ' ');
}

/** Empty where it cannot be told, as that of a folder that is gone. */
function tried(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
