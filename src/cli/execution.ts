import { readFileSync } from 'node:fs';
import { executionOfScript } from '../delivery/compliance/execution.ts';

/** The command or association that runs us; null where a person does. */
export function findExecution(given: string | undefined): { readonly id: string } | null {
  if (given !== undefined) return { id: given };
  return executionOfScript(`${process.cwd()}/`) ?? executionOfScript(parentCommand());
}

/** The command line of the shell that runs the agent's script; elsewhere than on Linux nobody tells. */
function parentCommand(): string {
  try {
    return readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
