import { existsSync } from 'node:fs';
import { nodeServiceHost, type ServiceHost } from '../agent/service/host.ts';
import type { ServiceManager } from '../agent/service/manager.ts';
import { serviceManager } from '../agent/service/service-manager.ts';
import { type Outcome, runSteps, type Step } from '../agent/service/steps.ts';
import type { UnitFacts } from '../agent/service/unit-facts.ts';
import { type AgentPlaces, agentPlaces } from '../agent/settings/places.ts';
import type { SettingsError } from '../agent/settings/settings.ts';
import { livePlatform } from './live-platform.ts';
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

/** What the service is made of, by the settings of this machine. */
export interface KnownFacts {
  /** By the usual places where the settings cannot be used. */
  readonly facts: UnitFacts;
  /** What is wrong with the settings; null when nothing is. */
  readonly problem: string | null;
}

export async function knownFacts({ host, places }: AgentService): Promise<KnownFacts> {
  const { program } = host;
  const usual = { program, state: places.state, log: places.log };
  const file = host.at(places.settings);
  // What reads them is large.
  if (!existsSync(file)) return { facts: usual, problem: null };
  const { loadSettings } = await import('../agent/settings/settings-file.ts');
  try {
    const { settings } = loadSettings(null, { ...places, settings: file });
    return { facts: { program, state: settings.state, log: settings.log.file }, problem: null };
  } catch (error) {
    if (!isSettingsError(error)) throw error;
    const [first = '', ...more] = error.problems;
    const problem = more.length === 0 ? first : `${first}; and ${more.length} more`;
    return { facts: usual, problem };
  }
}

/** By its code: what reads the settings is a bundle of its own, with another class of that name. */
function isSettingsError(error: unknown): error is SettingsError {
  return error instanceof Error && 'code' in error && error.code === 'settings';
}

/** @throws UsageError with what is wrong with the settings */
export async function usableFacts(service: AgentService): Promise<UnitFacts> {
  const { facts, problem } = await knownFacts(service);
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
