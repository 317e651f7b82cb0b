import { type Command, Option } from 'commander';
import type { ExitStatus } from '../report/exit-status.ts';
import { parseDeadline } from './arguments.ts';
import { argument, PLATFORMS, rulesOption } from './options.ts';
import type { Terminal } from './terminal.ts';
import type { WatchFlags } from './watch.ts';

/** Adds the command that follows a node live. */
export function addWatch(program: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  program
    .command('watch')
    .description('what happens now? one line for each change')
    .option('--until <id>', 'end when this command, or a run of this association, has ended')
    .addOption(new Option('--format <name>', 'form of the lines').choices(['text', 'jsonl']).default('text'))
    .option('--root <dir>', 'a folder that stands for the root of the instance')
    .addOption(new Option('--platform <name>', 'what the folder comes from').choices(PLATFORMS))
    .addOption(
      new Option('--polling <when>', 'look at the folders from time to time, instead of waiting for events')
        .choices(['auto', 'always'])
        .default('auto'),
    )
    .addOption(
      new Option('--every <time>', 'how often, where events do not come')
        .argParser(argument(parseDeadline))
        .default(1000, '1s'),
    )
    .addOption(rulesOption('look for these too: a folder or file of rules; repeatable'))
    .option('-v, --verbose', 'the line that proves a cause, and what to do first', false)
    .addHelpText('after', WATCH_HELP)
    .action(async (flags: WatchFlags) => {
      const { runWatch } = await import('./watch.ts');
      ended(await runWatch(flags, terminal));
    });
}

const WATCH_HELP = `
Examples:
  ssm-doctor watch                          until Ctrl-C
  ssm-doctor watch --until COMMAND_ID       a Run Command, to its end
  ssm-doctor watch --format jsonl           for programs: an object a line

It begins with how things stand, and tells what begins, ends, fails and recovers
from then on. It changes nothing and keeps no state.

Exit status: 0 ended by Ctrl-C, or the command succeeded, 1 internal error,
2 wrong usage, 3 the command failed, 4 nobody knows how it ended.`;
