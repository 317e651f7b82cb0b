import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { printable } from '../reporters/wording/printable.ts';
import { runCommandLine } from './command-line.ts';
import { Interrupted } from './interruption.ts';
import { nodeTerminal } from './node-terminal.ts';
import { NotDelivered } from './not-delivered.ts';
import { ServiceFailed } from './service-failed.ts';
import { UsageError } from './usage-error.ts';
import { OutputError } from './write-stdout.ts';

/** Runs the command line; what goes wrong becomes one line on stderr and an exit status. */
export async function run(argv: readonly string[]): Promise<ExitStatus> {
  try {
    return await runCommandLine(argv, nodeTerminal());
  } catch (error) {
    // Whoever called it is to see that the signal ended it.
    if (error instanceof Interrupted) process.kill(process.pid, error.code);
    process.stderr.write(`ssm-doctor: ${textOf(error)}\n`);
    return error instanceof UsageError ? EXIT_STATUS.usage : EXIT_STATUS.internalError;
  }
}

function textOf(error: unknown): string {
  if (error instanceof UsageError) return `${printable(error.message)} (see ssm-doctor --help)`;
  if (PLAIN.some((kind) => error instanceof kind)) return printable((error as Error).message);
  return `internal error: ${error instanceof Error ? error.stack : String(error)}`;
}

/** What went wrong, and no fault of the program: the message says all. */
const PLAIN = [OutputError, Interrupted, NotDelivered, ServiceFailed] as const;
