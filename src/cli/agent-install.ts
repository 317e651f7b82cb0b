import type { ServiceHost } from '../agent/service/host.ts';
import { planInstall } from '../agent/service/install.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { agentService, doSteps, listSteps, usableFacts } from './agent-service.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AgentInstallFlags {
  readonly print?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/**
 * `agent install`: makes the machine start the agent now and each time that it starts itself.
 *
 * @throws UsageError where it may not be done; ServiceFailed where a step fails
 */
export async function runAgentInstall(
  { print = false, dryRun = false, force = false }: AgentInstallFlags,
  terminal: Terminal,
  host?: ServiceHost,
): Promise<ExitStatus> {
  const service = agentService(host);
  const { manager } = service;
  const facts = await usableFacts(service);
  if (print) {
    terminal.write(manager.textOf(facts));
    return EXIT_STATUS.nothingActive;
  }
  const plan = planInstall(service.host, manager, facts, { force, isDryRun: dryRun });
  if (plan.kind === 'refused') throw new UsageError(`agent install: ${plan.message}`);
  if (plan.kind === 'nothing') {
    terminal.write(`nothing to do: ${manager.name} has this very service at ${manager.place}\n`);
  } else if (dryRun) {
    listSteps(plan.steps, terminal);
  } else {
    await doSteps(plan.steps, terminal);
    terminal.write(`${ENDS[plan.what](manager.name)}; see ssm-doctor agent status\n`);
  }
  return EXIT_STATUS.nothingActive;
}

const ENDS = {
  new: (name: string) => `installed: ${name} starts the agent with the machine`,
  changed: (name: string) => `installed anew: ${name} has started the agent again`,
  start: (name: string) => `it was installed: ${name} has started the agent`,
} as const;
