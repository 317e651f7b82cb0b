import type { Command } from 'commander';
import type { ExitStatus } from '../report/exit-status.ts';
import { maxRunsOption, rulesOption, withEvidenceOptions } from './options.ts';
import type { Terminal } from './terminal.ts';
import type { VerifyFlags } from './verify.ts';

/** Adds the command that tells what is mended. */
export function addVerify(program: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  const command = program
    .command('verify')
    .description('is it fixed, still there, or not yet provable?')
    .argument('[cause]', 'a cause; without it all that were active before');
  withEvidenceOptions(command, 'form of the answer', 'write the answer there instead of to stdout')
    .option('--state <dir>', 'what an earlier report or diagnose --state left; it is only read')
    .addOption(maxRunsOption())
    .addOption(rulesOption('look for these too: a folder or file of rules; repeatable'))
    .option('--no-live', 'look at files only; do not ask the machine when it started')
    .addHelpText('after', VERIFY_HELP)
    .action(async (cause: string | undefined, flags: VerifyFlags) => {
      const { runVerify } = await import('./verify.ts');
      ended(await runVerify(cause ?? null, flags, terminal));
    });
}

const VERIFY_HELP = `
Examples:
  ssm-doctor verify                        all that was active before
  ssm-doctor verify REPO_ACCESS_DENIED     one cause; letters of either case
  ssm-doctor verify --state DIR            against an earlier diagnose --state

Without --state it compares with /var/lib/ssm-doctor (macOS: /Library/
Application Support/ssm-doctor, Windows: %ProgramData%\\ssm-doctor), and for a
copy with nothing.
It runs none of the commands that it names, and writes no state.

Exit status: 0 all fixed, or never there, 1 internal error, 2 wrong usage,
3 something is still there, 4 something is not yet provable.`;
