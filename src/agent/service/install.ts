import type { ServiceHost } from './host.ts';
import type { Found, ServiceManager } from './manager.ts';
import { privilegeDoubt } from './privileges.ts';
import { programDoubt } from './program-doubt.ts';
import { agentOf } from './state-files.ts';
import type { Step } from './steps.ts';
import type { UnitFacts } from './unit-facts.ts';

/** What installing, or uninstalling, is to do. */
export type ServicePlan =
  /** Nothing may be done: what was expected, what was found, what to do. */
  | { readonly kind: 'refused'; readonly message: string }
  /** All is as it would be made. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'steps'; readonly what: 'new' | 'changed' | 'start'; readonly steps: readonly Step[] };

/** How the service that is there gives way. */
export interface InstallOptions {
  /** In place of what somebody else made, too. */
  readonly force: boolean;
  /** Only to be looked at: by users without the rights, too. */
  readonly isDryRun: boolean;
}

/** Judges the machine, and plans what makes the agent start now and with the machine. Changes nothing. */
export function planInstall(
  host: ServiceHost,
  manager: ServiceManager,
  facts: UnitFacts,
  { force, isDryRun }: InstallOptions,
): ServicePlan {
  const doubt = (isDryRun ? null : privilegeDoubt(host)) ?? manager.doubt() ?? programDoubt(host);
  if (doubt !== null) return { kind: 'refused', message: doubt };
  const found = manager.found();
  const foreign = foreignDoubt(manager, found, force);
  if (foreign !== null) return { kind: 'refused', message: foreign };
  const stranger = strangerDoubt(host, manager, facts);
  if (stranger !== null) return { kind: 'refused', message: stranger };
  if (!manager.isCurrent(found, facts))
    return {
      kind: 'steps',
      what: found.kind === 'absent' ? 'new' : 'changed',
      steps: manager.install(facts, found),
    };
  const { isEnabled, isRunning } = manager.standing();
  if (isEnabled !== false && (isRunning ?? isAgentThere(host, facts))) return { kind: 'nothing' };
  return { kind: 'steps', what: 'start', steps: manager.start(facts) };
}

/** What uninstalling is to do; `nothing` when nothing is there. */
export function planUninstall(
  host: ServiceHost,
  manager: ServiceManager,
  { force, isDryRun }: InstallOptions,
): ServicePlan {
  const doubt = isDryRun ? null : privilegeDoubt(host);
  if (doubt !== null) return { kind: 'refused', message: doubt };
  const found = manager.found();
  const foreign = foreignDoubt(manager, found, force);
  if (foreign !== null) return { kind: 'refused', message: foreign };
  // One whose file was removed by hand may still run.
  if (found.kind === 'absent' && (manager.doubt() !== null || manager.standing().isRunning !== true))
    return { kind: 'nothing' };
  return { kind: 'steps', what: 'changed', steps: manager.uninstall(found) };
}

/** Why an agent that runs is in the way, since its manager did not start it; null when there is none. */
export function strangerDoubt(host: ServiceHost, manager: ServiceManager, facts: UnitFacts): string | null {
  const agent = agentOf(host, facts);
  if (agent.kind !== 'other' || manager.standing().isRunning !== false) return null;
  return `expected no agent or one that ${manager.name} started, found one as process ${agent.pid} since ${agent.since}; end it first`;
}

function isAgentThere(host: ServiceHost, facts: UnitFacts): boolean {
  return agentOf(host, facts).kind === 'other';
}

function foreignDoubt({ name, place }: ServiceManager, found: Found, force: boolean): string | null {
  if (found.kind === 'unknown') return `expected to see what ${name} has at ${place}, but ${found.message}`;
  if (found.kind !== 'other' || force) return null;
  return `expected no service at ${place} or one of ssm-doctor agent install, found ${found.what}; look at it, then use --force`;
}
