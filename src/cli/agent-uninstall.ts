import { existsSync } from 'node:fs';
import type { ServiceHost } from '../agent/service/host.ts';
import { planUninstall } from '../agent/service/install.ts';
import { isOwnFolder, purgeStep, writtenFolders } from '../agent/service/purge.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { type AgentService, agentService, doSteps, knownFacts, listSteps } from './agent-service.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AgentUninstallFlags {
  readonly purge?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/**
 * `agent uninstall`: stops the agent and removes its service; what it wrote stays, unless that is to go, too.
 *
 * @throws UsageError where it may not be done; ServiceFailed where a step fails
 */
export async function runAgentUninstall(
  { purge = false, dryRun = false, force = false }: AgentUninstallFlags,
  terminal: Terminal,
  host?: ServiceHost,
): Promise<ExitStatus> {
  const service = agentService(host);
  const { manager } = service;
  const plan = planUninstall(service.host, manager, { force, isDryRun: dryRun });
  if (plan.kind === 'refused') throw new UsageError(`agent uninstall: ${plan.message}`);
  if (plan.kind === 'nothing')
    terminal.write(`not installed: ${manager.name} has nothing at ${manager.place}\n`);
  // Settings that cannot be used any more do not keep the service there.
  const folders = writtenFolders(service.host, knownFacts(service).facts);
  const purged = purge ? folders.filter((folder) => isOwnFolder(service.host, folder)) : [];
  const steps = [
    ...(plan.kind === 'steps' ? plan.steps : []),
    ...purged.map((folder) => purgeStep(service.host, folder)),
  ];
  if (dryRun) listSteps(steps, terminal);
  else await doSteps(steps, terminal);
  terminal.write(
    leftText(
      service,
      folders.filter((folder) => !purged.includes(folder)),
      purge,
    ),
  );
  return EXIT_STATUS.nothingActive;
}

function leftText({ host, places }: AgentService, folders: readonly string[], purge: boolean): string {
  const why = purge
    ? 'not a folder of ssm-doctor alone, remove it yourself'
    : 'what the agent wrote; --purge removes it';
  const lines = folders.map((folder) => `left   ${folder} (${why})\n`);
  if (existsSync(host.at(places.settings))) lines.push(`left   ${places.settings} (settings)\n`);
  return lines.join('');
}
