import { Command, CommanderError, Option } from 'commander';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import type { FormatName } from '../reporters/formats.ts';
import { aboutText, VERSION_LINE } from './about.ts';
import { addAgent } from './agent-options.ts';
import { parseSeverity } from './arguments.ts';
import { addCheck } from './check-options.ts';
import type { DiagnoseFlags } from './diagnose.ts';
import type { ExplainFlags } from './explain.ts';
import type { NewRuleFlags } from './new-rule.ts';
import {
  argument,
  formatOption,
  maxRunsOption,
  PLATFORMS,
  rulesOption,
  withEvidenceOptions,
} from './options.ts';
import { addReport } from './report-options.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { addVerify } from './verify-options.ts';
import { addWatch } from './watch-options.ts';
import type { WhyFlags } from './why.ts';

/**
 * Runs the command line and gives the exit status.
 *
 * @throws UsageError when the arguments make no sense
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const about = aboutText(argv);
  if (about !== null) {
    terminal.write(about);
    return EXIT_STATUS.nothingActive;
  }
  let status: ExitStatus = EXIT_STATUS.nothingActive;
  const program = commandLine(argv[0], terminal, (given) => {
    status = given;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_STATUS.nothingActive;
    throw new UsageError(messageOf(error), { cause: error });
  }
  return status;
}

function messageOf({ code, message }: CommanderError): string {
  if (code === 'commander.help')
    return 'a command is missing after rules; give rules list, test, new or literals';
  return message.replace(/^error: /, '');
}

type Ended = (status: ExitStatus) => void;

/** `first` may name a command: the others are not made then, which would be a twelfth of what starting costs. */
function commandLine(first: string | undefined, terminal: Terminal, ended: Ended): Command {
  const program = new Command('ssm-doctor')
    .description('Says why AWS Systems Manager calls this instance non-compliant.')
    .version(VERSION_LINE, '-V, --version', 'the version; with --format json all of it')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.write(text), writeErr: () => undefined });
  const asked = COMMANDS.get(first ?? '');
  for (const add of asked === undefined ? COMMANDS.values() : [asked]) add(program, terminal, ended);
  return program.addHelpText('after', () => `\nOptions of diagnose:${diagnoseOptions(program)}${EXIT_HELP}`);
}

function diagnoseOptions({ commands }: Command): string {
  const diagnose = commands.find((command) => command.name() === 'diagnose');
  return diagnose === undefined ? '' : optionsIn(diagnose.helpInformation());
}

/** The list of options that a help text ends with. */
function optionsIn(help: string): string {
  return help.slice(help.indexOf('Options:') + 'Options:'.length);
}

function addDiagnose(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('diagnose', { isDefault: true })
    .description('what is wrong here? (default)');
  withEvidenceOptions(command, 'form of the report', 'write the report there instead of to stdout')
    .option('--state <dir>', 'keep there what was read, and read only what is new the next time')
    .option('--only <area>', 'only causes of one area, such as network or patch')
    .addOption(
      new Option('--fail-on <severity>', 'causes below it do not make the exit status 3').argParser(
        argument(parseSeverity),
      ),
    )
    .addOption(maxRunsOption())
    .addOption(rulesOption('look for these too: a folder or file of rules; repeatable'))
    .option('-v, --verbose', 'everything: all evidence, all steps, what was read', false)
    .option('--no-live', 'look at files only; ask the running machine nothing')
    .addOption(new Option('--example <dir>', 'what to show where this machine is no managed node').hideHelp())
    .addHelpText('after', EXIT_HELP)
    // Without a command this one runs, so that what it cannot use may have been meant as a command.
    .allowExcessArguments()
    .action(async (flags: DiagnoseFlags & { format: FormatName }, { args }: Command) => {
      if (args[0] !== undefined) throw new UsageError(`unknown command '${args[0]}'; options begin with --`);
      const { runDiagnose } = await import('./diagnose.ts');
      ended(await runDiagnose(flags, terminal));
    });
}

function addWhy(program: Command, terminal: Terminal, ended: Ended): void {
  const command = program
    .command('why')
    .description('what happened to this? a KB, a package, an association')
    .argument('<subject...>', 'a KB, a package, the id of an association or command, a document, a cause');
  withEvidenceOptions(command, 'form of the answer', 'write the answer there instead of to stdout')
    .addOption(maxRunsOption())
    .addOption(rulesOption('look for these too: a folder or file of rules; repeatable'))
    .option('-v, --verbose', 'all causes, steps, runs and lines that are kept', false)
    .addHelpText('after', WHY_HELP)
    .action(async (words: string[], flags: WhyFlags) => {
      const { runWhy } = await import('./why.ts');
      ended(await runWhy(words.join(' '), flags, terminal));
    });
}

const WHY_HELP = `
Examples:
  ssm-doctor why KB5034441                a Windows update; KB may be left out
  ssm-doctor why openssl-libs.x86_64      a package
  ssm-doctor why 5cbe845f-8a5d-4d3f-...   an association or a command, by its id
  ssm-doctor why AWS-RunPatchBaseline     the runs of a document
  ssm-doctor why REPO_ACCESS_DENIED       a cause: where it showed
  ssm-doctor why openssl --root node.zip  the same on a copy of an instance

Exit status: 0 nothing is wrong with it, or nothing names it, 1 internal error,
2 wrong usage, 3 something is wrong with it, 4 inconclusive.`;

function addExplain(program: Command, terminal: Terminal, ended: Ended): void {
  program
    .command('explain')
    .description('what is this? a cause, an exit status, an HRESULT; offline')
    .argument('[id|code...]', 'without it all causes are listed')
    .addOption(formatOption('form of the answer'))
    .option('--output <file>', 'write the answer there instead of to stdout')
    .addHelpText('after', EXPLAIN_HELP)
    // A code may be negative, which is no option.
    .allowUnknownOption()
    .action(async (words: string[], flags: ExplainFlags) => {
      const option = words.find((word) => /^-(?!\d+$)/.test(word));
      if (option !== undefined) throw new UsageError(`unknown option '${option}'`);
      const { runExplain } = await import('./explain.ts');
      ended(runExplain(words, flags, terminal));
    });
}

const EXPLAIN_HELP = `
Examples:
  ssm-doctor explain                      every cause, by area
  ssm-doctor explain REPO_ACCESS_DENIED   a cause; letters of either case
  ssm-doctor explain 156                  an exit status, all that it may mean
  ssm-doctor explain 0x80072EE2           an HRESULT: hexadecimal with or without
  ssm-doctor explain -2147012894          0x, or signed or unsigned decimal

Exit status: 0 explained, 2 not known (names that may have been meant are said).`;

function addRules(program: Command, terminal: Terminal, ended: Ended): void {
  const rules = program.command('rules').description('what is looked for, and rules of your own');
  rules
    .command('list')
    .description('every cause that is looked for, and where it comes from')
    .addOption(rulesOption('these rules, too; repeatable'))
    .addHelpText('after', RULES_HELP)
    .action(async ({ rules: folders }: { rules: string[] }) => {
      const { ruleListText } = await import('./rules.ts');
      terminal.write(await ruleListText(folders));
    });
  rules
    .command('test')
    .description('check rules, their samples and near misses')
    .argument('[dir...]', "folders or files of rules; this machine's when none is given")
    .addHelpText(
      'after',
      `${RULES_HELP}\nExit status: 0 all is well, 2 something is wrong or there is nothing.`,
    )
    .action(async (folders: string[]) => {
      const { testRules } = await import('./rules.ts');
      ended(await testRules(folders, terminal));
    });
  rules
    .command('new')
    .description('a rule for a line that nobody knows, to be completed')
    .requiredOption(
      '--from <finding>',
      'number of an unknown line in a diagnosis, or REPORT.json, or REPORT.json#NUMBER',
    )
    .option('--root <dir|bundle>', 'the copy to diagnose for the number; without it this machine')
    .addOption(new Option('--platform <name>', 'what the copy comes from').choices(PLATFORMS))
    .addOption(rulesOption('rules that know some lines already; repeatable'))
    .option('--output <file>', 'write the rule there instead of to stdout')
    .addHelpText('after', '\nNUMBER counts the unknown lines as diagnose --verbose lists them, from 1.')
    .action(async (flags: NewRuleFlags) => {
      const { newRule } = await import('./new-rule.ts');
      await newRule(flags, terminal);
    });
  rules
    .command('literals')
    .description('the fixed texts that lead to a closer look, one a line')
    .addOption(new Option('--platform <name>').choices(PLATFORMS).default('linux'))
    .action(async ({ platform }: { platform: 'linux' | 'macos' | 'windows' }) => {
      const { literalsText } = await import('./rules.ts');
      terminal.write(literalsText(platform));
    });
}

const RULES_HELP = `
Rules of this machine: /etc/ssm-doctor/rules.d (macOS: /Library/Application
Support/ssm-doctor/rules.d, Windows: %ProgramFiles%\\ssm-doctor\\rules.d).`;

const EXIT_HELP = `
Exit status: 0 nothing active, 1 internal error, 2 wrong usage, 3 active causes,
4 inconclusive (something could not be read or is not known).`;

/** In the order of the help. */
const COMMANDS: ReadonlyMap<string, (program: Command, terminal: Terminal, ended: Ended) => void> = new Map([
  ['diagnose', addDiagnose],
  ['why', addWhy],
  ['explain', addExplain],
  ['check', addCheck],
  ['report', addReport],
  ['verify', addVerify],
  ['agent', addAgent],
  ['watch', addWatch],
  ['rules', addRules],
]);
