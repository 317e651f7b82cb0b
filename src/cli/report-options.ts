import { type Command, Option } from 'commander';
import type { ExitStatus } from '../report/exit-status.ts';
import { parseDeadline, parseSeverity, parseTargets } from './arguments.ts';
import { argument, maxRunsOption, rulesOption, withEvidenceOptions } from './options.ts';
import type { ReportFlags } from './report.ts';
import type { Terminal } from './terminal.ts';

/** Adds the command that diagnoses and delivers. */
export function addReport(program: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  const command = program
    .command('report')
    .description('diagnose, then put the causes beside the verdict in Systems Manager');
  withEvidenceOptions(command, 'form of what is printed', 'print to this file', ['text', 'json'])
    .addOption(
      new Option('--to <targets>', 'compliance, inventory, file; with commas')
        .argParser(argument(parseTargets))
        .default(['compliance', 'file'], 'compliance,file'),
    )
    .option('--dry-run', 'print what would be sent as JSON; send and write nothing')
    .option('--type <name>', 'compliance type, Custom:NAME')
    .option('--inventory-type <name>', 'type of the custom inventory, Custom:NAME')
    .option(
      '--min-severity <severity>',
      'causes below it do not make the node non-compliant',
      argument(parseSeverity),
    )
    .option('--no-extra-details', "only details of the service's own schema")
    .option('--jitter', 'wait up to 30 s first, for a fleet on a schedule')
    .option('--state <dir>', 'where it keeps what was read, and what cannot be delivered')
    .option('--read-all', 'read everything again, not only what is new since the last report')
    .addOption(
      new Option('--deadline <time>', 'time for all sending, 1s to 10m')
        .argParser(argument(parseDeadline))
        .default(60_000, '60s'),
    )
    .option('--region <name>', 'region that the node is registered in')
    .option('--endpoint <url>', 'address of Systems Manager')
    .option('--execution-id <id>', 'of the command or association that runs this')
    .option(
      '--fail-on <severity>',
      'exit status 3 where a cause is active, from this severity on',
      argument(parseSeverity),
    )
    .addOption(maxRunsOption())
    .addOption(rulesOption('look for these too: a folder or file of rules; repeatable'))
    .option('--no-live', 'look at files only; do not ask the machine when it started')
    .addOption(
      new Option('--mounted', "the root holds this machine's own files, as in a container").hideHelp(),
    )
    .addHelpText('after', REPORT_HELP)
    .action(async (flags: ReportFlags) => {
      const { runReport } = await import('./report.ts');
      ended(await runReport(flags, terminal));
    });
}

const REPORT_HELP = `
Targets:
  compliance   custom compliance items, in the Compliance dashboard
  inventory    custom inventory, sent at once
  file         custom inventory, gathered by AWS-GatherSoftwareInventory

What was read, and what cannot be delivered, is kept in /var/lib/ssm-doctor
(macOS: /Library/Application Support/ssm-doctor, Windows: %ProgramData%\\
ssm-doctor): the next run reads only what is new, and sends what is newest. A dry
run reads everything, and leaves that folder alone. The node id comes from the
machine, so that a copy (--root) is for --dry-run only.

Exit status: 0 delivered, whatever was found, 1 not delivered (kept or refused)
or internal error, 2 wrong usage, 3 active causes (with --fail-on only).`;
