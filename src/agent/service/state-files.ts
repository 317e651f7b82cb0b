import { join } from 'node:path';
import { type LockHolder, lockHolder } from '../lock.ts';
import type { ServiceHost } from './host.ts';
import type { UnitFacts } from './unit-facts.ts';

/** In the folder of the state: who is the agent of this machine, and how it is. */
export const LOCK_FILE = 'agent.lock';
export const HEALTH_FILE = 'agent.health.json';

/** A file of the state, for this process. */
export function stateFile(host: ServiceHost, { state }: UnitFacts, name: string): string {
  return join(host.at(state), name);
}

/** Who is the agent of this machine now. */
export function agentOf(host: ServiceHost, facts: UnitFacts): LockHolder {
  return lockHolder(stateFile(host, facts, LOCK_FILE));
}
