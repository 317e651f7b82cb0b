import { existsSync } from 'node:fs';
import type { ServiceHost } from '../agent/service/host.ts';
import { planUninstall, strangerDoubt } from '../agent/service/install.ts';
import { isOwnFolder, purgeStep, writtenFolders } from '../agent/service/purge.ts';
import type { UnitFacts } from '../agent/service/unit-facts.ts';
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
  // Settings that cannot be used any more do not keep the service there.
  const { facts } = await knownFacts(service);
  const folders = writtenFolders(service.host, facts);
  const purged = purge ? purgeable(service, facts, folders) : [];
  const steps = [
    ...(plan.kind === 'steps' ? plan.steps : []),
    ...purged.map((folder) => purgeStep(service.host, folder)),
  ];
  if (plan.kind === 'nothing')
    terminal.write(`not installed: ${manager.name} has nothing at ${manager.place}\n`);
  if (dryRun) listSteps(steps, terminal);
  else await doSteps(steps, terminal);
  const left = folders.filter((folder) => !purged.includes(folder));
  terminal.write(leftText(service, left, purge));
  return EXIT_STATUS.nothingActive;
}

/** @throws UsageError where an agent runs that uninstalling does not end */
function purgeable({ host, manager }: AgentService, facts: UnitFacts, folders: readonly string[]): string[] {
  const stranger = strangerDoubt(host, manager, facts);
  if (stranger !== null) throw new UsageError(`agent uninstall --purge: ${stranger}`);
  return folders.filter((folder) => isOwnFolder(host, folder));
}

function leftText(
  { host, manager, places }: AgentService,
  folders: readonly string[],
  purge: boolean,
): string {
  const why = purge
    ? 'not a folder of ssm-doctor alone, remove it yourself'
    : 'what the agent wrote; --purge removes it';
  const kept: [path: string | null, what: string][] = [
    ...folders.map((folder): [string, string] => [folder, why]),
    [places.settings, 'settings'],
    [manager.changes, 'your changes to the service'],
  ];
  return kept
    .filter(([path]) => path !== null && existsSync(host.at(path)))
    .map(([path, what]) => `left   ${path} (${what})\n`)
    .join('');
}
