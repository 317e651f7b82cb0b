import { type Command, Option } from 'commander';
import type { ExitStatus } from '../report/exit-status.ts';
import { parseDeadline } from './arguments.ts';
import type { CheckFlags } from './check.ts';
import { argument, formatOption, PLATFORMS } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command that looks at the machine as it is now. */
export function addCheck(program: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  program
    .command('check')
    .description('what is wrong right now? service, network, credentials, disk, ...')
    .argument('[name...]', 'only these checks; "list" names all that there are')
    .addOption(formatOption('form of the answer'))
    .option('--output <file>', 'write the answer there instead of to stdout')
    .addOption(new Option('--compat <tool>', 'answer as ssm-cli get-diagnostics does').choices(['ssm-cli']))
    .addOption(
      new Option('--deadline <time>', 'time for all checks together, 1s to 10m')
        .argParser(argument(parseDeadline))
        .default(10_000, '10s'),
    )
    .option('--root <dir>', "where this machine's files are mounted; its programs are not asked then")
    .addOption(new Option('--platform <name>', 'what the files at --root come from').choices(PLATFORMS))
    .option('--region <region>', 'the region, where the machine does not say')
    .option('-v, --verbose', 'every outcome in full', false)
    .addHelpText('after', CHECK_HELP)
    .action(async (names: string[], flags: CheckFlags) => {
      const { runCheck } = await import('./check.ts');
      ended(await runCheck(names, flags, terminal));
    });
}

const CHECK_HELP = `
Examples:
  ssm-doctor check                         everything
  ssm-doctor check list                    what there is
  ssm-doctor check endpoint-ssm imds       these alone
  ssm-doctor check --compat ssm-cli        the JSON of ssm-cli get-diagnostics

Nothing is changed. Over the network it asks only what the agent, its patching and
the package manager ask.

Exit status: 0 all is well, 1 internal error, 2 wrong usage, 3 something failed,
4 something could not be seen. Optional checks do not count.`;
