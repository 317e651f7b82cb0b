import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './cli/command-line.ts';
import { nodeTerminal } from './cli/node-terminal.ts';
import { UsageError } from './cli/usage-error.ts';
import { OutputError } from './cli/write-stdout.ts';
import { EXIT_STATUS } from './report/exit-status.ts';
import { printable } from './reporters/wording/printable.ts';

// The young generation would grow to 48 MB while logs are read; nothing here lives long enough to profit from it.
setFlagsFromString('--semi-space-growth-factor=1');

runCommandLine(process.argv.slice(2), nodeTerminal()).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.exitCode = error instanceof UsageError ? EXIT_STATUS.usage : EXIT_STATUS.internalError;
    process.stderr.write(`ssm-doctor: ${textOf(error)}\n`);
  },
);

function textOf(error: unknown): string {
  if (error instanceof UsageError) return `${printable(error.message)} (see ssm-doctor --help)`;
  if (error instanceof OutputError) return printable(error.message);
  return `internal error: ${String((error as Error)?.stack ?? error)}`;
}
