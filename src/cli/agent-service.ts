import { nodeServiceHost, type ServiceHost } from '../agent/service/host.ts';
import type { ServiceManager } from '../agent/service/manager.ts';
import { serviceManager } from '../agent/service/service-manager.ts';
import { type Outcome, runSteps, type Step } from '../agent/service/steps.ts';
import type { UnitFacts } from '../agent/service/unit-facts.ts';
import { type AgentPlaces, agentPlaces } from '../agent/settings/places.ts';
import { SettingsError } from '../agent/settings/settings.ts';
import { loadSettings } from '../agent/settings/settings-file.ts';
import { livePlatform } from './rule-files.ts';
import { ServiceFailed } from './service-failed.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The machine and its manager of services, as the commands of the agent have them. */
export interface AgentService {
  readonly host: ServiceHost;
  readonly manager: ServiceManager;
  readonly places: AgentPlaces;
}

/** This machine, or a stand-in for one. */
export function agentService(host: ServiceHost = nodeServiceHost(livePlatform())): AgentService {
  return { host, manager: serviceManager(host), places: agentPlaces(host.platform, host.environment) };
}

/**
 * What the service is made of, by the settings of this machine.
 *
 * @throws SettingsError
 */
function unitFacts({ host, places }: AgentService): UnitFacts {
  const { settings } = loadSettings(null, { ...places, settings: host.at(places.settings) });
  return { program: host.program, state: settings.state, log: settings.log.file };
}

/** The same, or by the usual places where the settings cannot be used, with what is wrong with them. */
export function knownFacts(service: AgentService): {
  readonly facts: UnitFacts;
  readonly problem: string | null;
} {
  try {
    return { facts: unitFacts(service), problem: null };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const { state, log } = service.places;
    const [first = '', ...more] = error.problems;
    const problem = more.length === 0 ? first : `${first}; and ${more.length} more`;
    return { facts: { program: service.host.program, state, log }, problem };
  }
}

/** @throws UsageError with what is wrong with the settings */
export function usableFacts(service: AgentService): UnitFacts {
  const { facts, problem } = knownFacts(service);
  if (problem !== null) throw new UsageError(problem);
  return facts;
}

/** Lists the steps that would be done. */
export function listSteps(steps: readonly Step[], terminal: Terminal): void {
  terminal.write(steps.map(({ title }) => `would  ${title}\n`).join(''));
}

/**
 * Does the steps and tells of each.
 *
 * @throws ServiceFailed when one fails, with what was taken back then
 */
export async function doSteps(steps: readonly Step[], terminal: Terminal): Promise<void> {
  let count = 0;
  const outcome = await runSteps(steps, (title) => {
    count++;
    terminal.write(`done   ${title}\n`);
  });
  if (outcome.kind === 'failed') throw new ServiceFailed(failureText(outcome, count));
}

function failureText(
  { step, why, undone, left }: Extract<Outcome, { kind: 'failed' }>,
  count: number,
): string {
  const parts = [
    `${step}: ${why}`,
    ...(undone.length > 0 ? [`taken back: ${undone.join(', ')}`] : []),
    ...(left.length > 0 ? [`left: ${left.join(', ')}`] : []),
    ...(undone.length + left.length === 0 ? [count === 0 ? 'nothing was changed' : 'run it again'] : []),
  ];
  return parts.join('; ');
}
