import { type Command, Option } from 'commander';
import type { ExitStatus } from '../report/exit-status.ts';
import type { AgentFlags } from './agent.ts';
import type { AgentInstallFlags } from './agent-install.ts';
import type { AgentSettingsFlags } from './agent-settings.ts';
import type { AgentStatusFlags } from './agent-status.ts';
import type { AgentUninstallFlags } from './agent-uninstall.ts';
import { formatOption } from './options.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Adds the resident mode, and what makes a machine start it. */
export function addAgent(program: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  const agent = program
    .command('agent')
    .description('stay resident: watch, and report on change and on schedule')
    .option('--settings <file>', 'settings in place of the usual ones')
    .addOption(
      new Option('--root <dir>', 'watch a folder that stands for the root; nothing is delivered').hideHelp(),
    )
    .addHelpText('after', AGENT_HELP)
    .allowExcessArguments()
    .action(async (flags: AgentFlags, { args }: Command) => {
      if (args[0] !== undefined)
        throw new UsageError(
          `unknown command '${args[0]}' after agent; give install, uninstall, status or settings`,
        );
      const { runAgent } = await import('./agent.ts');
      ended(await runAgent(flags, terminal));
    });
  addInstall(agent, terminal, ended);
  addUninstall(agent, terminal, ended);
  addStatus(agent, terminal, ended);
  agent
    .command('settings')
    .allowExcessArguments(false)
    .description('what the settings come to, or all that is wrong with them')
    .option('--settings <file>', 'these instead of the usual ones')
    .action(async (_own: unknown, command: Command) => {
      const { runAgentSettings } = await import('./agent-settings.ts');
      await runAgentSettings(command.optsWithGlobals<AgentSettingsFlags>(), terminal);
    });
}

function addInstall(agent: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  agent
    .command('install')
    .allowExcessArguments(false)
    .description('let the machine start the agent, now and with itself')
    .option('--print', 'print the service instead; nothing is touched')
    .option('--dry-run', 'list the steps; nothing is touched')
    .option('--force', 'replace a service of that name that somebody else made')
    .addHelpText('after', INSTALL_HELP)
    .action(async (flags: AgentInstallFlags) => {
      const { runAgentInstall } = await import('./agent-install.ts');
      ended(await runAgentInstall(flags, terminal));
    });
}

function addUninstall(agent: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  agent
    .command('uninstall')
    .allowExcessArguments(false)
    .description('stop the agent and remove its service')
    .option('--purge', 'remove what it wrote, too: state, unsent reports, its log')
    .option('--dry-run', 'list the steps; nothing is touched')
    .option('--force', 'remove a service of that name that somebody else made')
    .addHelpText('after', SERVICE_EXITS)
    .action(async (flags: AgentUninstallFlags) => {
      const { runAgentUninstall } = await import('./agent-uninstall.ts');
      ended(await runAgentUninstall(flags, terminal));
    });
}

function addStatus(agent: Command, terminal: Terminal, ended: (status: ExitStatus) => void): void {
  agent
    .command('status')
    .allowExcessArguments(false)
    .description('does it run, what does it watch, what came of it?')
    .addOption(formatOption('form of the answer', ['text', 'json']))
    .option('--output <file>', 'write the answer there instead of to stdout')
    .addHelpText('after', STATUS_EXITS)
    .action(async (flags: AgentStatusFlags) => {
      const { runAgentStatus } = await import('./agent-status.ts');
      ended(await runAgentStatus(flags, terminal));
    });
}

const STATUS_EXITS = `
Exit status: 0 it runs and is well, 1 internal error, 2 wrong usage, 3 it does
not run, or hangs, 4 it cannot be told, as by a user without the rights.`;

const AGENT_HELP = `
Settings: /etc/ssm-doctor/agent.yaml (macOS: /Library/Application Support/
ssm-doctor/agent.yaml, Windows: %ProgramFiles%\\ssm-doctor\\agent.yaml).`;

const SERVICE_EXITS = `
Exit status: 0 done, or there was nothing to do, 1 a step failed (what was done
before it is taken back where that can be), 2 it may not be done here.`;

const INSTALL_HELP = `
As root or Administrator. The service is one of systemd, launchd or the Task
Scheduler, and starts this very program, which has to lie where only root may
write, such as /opt/ssm-doctor or C:\\Program Files\\ssm-doctor. Installing again
replaces it when it differs, and starts it when it does not run.
${SERVICE_EXITS}`;
