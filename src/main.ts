import { runCommandLine } from './cli/command-line.ts';
import { nodeTerminal } from './cli/node-terminal.ts';
import { UsageError } from './cli/usage-error.ts';
import { EXIT_STATUS } from './report/exit-status.ts';

runCommandLine(process.argv.slice(2), nodeTerminal()).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.exitCode = error instanceof UsageError ? EXIT_STATUS.usage : EXIT_STATUS.internalError;
    const text = error instanceof UsageError ? `${error.message} (see ssm-doctor --help)` : `internal error: ${String((error as Error)?.stack ?? error)}`;
    process.stderr.write(`ssm-doctor: ${text}\n`);
  },
);
