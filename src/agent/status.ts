import { type Health, type HealthStanding, healthStanding, type ReadHealth, readHealth } from './health.ts';
import type { LockHolder } from './lock.ts';
import type { ServiceHost } from './service/host.ts';
import type { Found, ServiceManager, Standing } from './service/manager.ts';
import { agentOf, HEALTH_FILE, stateFile } from './service/state-files.ts';
import type { UnitFacts } from './service/unit-facts.ts';

/** How the agent of this machine is: what `agent status --format json` prints. Times are in ISO 8601, UTC. */
export interface AgentStatus {
  readonly schemaVersion: '1.0';
  readonly tool: { readonly name: 'ssm-doctor'; readonly version: string };
  readonly now: string;
  readonly answer: Answer;
  /** Since when it is so; of what hangs and of what died, the last sign of life. */
  readonly since: string | null;
  /** What else is to be said about the answer. */
  readonly why: string | null;
  /** Of the process that runs. */
  readonly pid: number | null;
  readonly service: ServiceStatus;
  /** The folder of the state, and the agent's own log. */
  readonly state: string;
  readonly log: string;
  /** What the agent last wrote about itself; null where there is nothing, or it is only for root to read. */
  readonly health: Health | null;
}

/** `hanging`: its process is there, but gives no sign of life. */
export type Answer = 'running' | 'hanging' | 'not-running' | 'unknown';

export interface ServiceStatus {
  /** What starts it, and where that has it. */
  readonly manager: string;
  readonly place: string;
  /** `other`: somebody else's, under its name. `differs`: not as this program would install it. */
  readonly installed: 'yes' | 'differs' | 'no' | 'other' | 'unknown';
  /** It starts with the machine; null where that cannot be told. */
  readonly isEnabled: boolean | null;
}

/** Looks at this machine. Changes nothing, and asks for no rights: what only root sees is said to be unknown. */
export function agentStatus(
  host: ServiceHost,
  manager: ServiceManager,
  facts: UnitFacts,
  version: string,
): AgentStatus {
  const now = host.clock.now();
  const standing = manager.standing();
  const found = readHealth(stateFile(host, facts, HEALTH_FILE));
  const holder = agentOf(host, facts);
  // What another process wrote, before this one came, says nothing about it.
  const isOfAnother = found.kind === 'ok' && holder.kind === 'other' && holder.pid !== found.health.pid;
  const read: ReadHealth = isOfAnother ? { kind: 'absent' } : found;
  return {
    schemaVersion: '1.0',
    tool: { name: 'ssm-doctor', version },
    now: new Date(now).toISOString(),
    ...judge({ holder, manager, facts, standing, read, now }),
    service: {
      manager: manager.name,
      place: manager.place,
      installed: installed(manager.found(), manager, facts),
      isEnabled: standing.isEnabled,
    },
    state: facts.state,
    log: facts.log,
    health: read.kind === 'ok' ? read.health : null,
  };
}

type Judged = Pick<AgentStatus, 'answer' | 'since' | 'why' | 'pid'>;

interface Facts {
  readonly holder: LockHolder;
  readonly manager: ServiceManager;
  readonly facts: UnitFacts;
  readonly standing: Standing;
  readonly read: ReadHealth;
  readonly now: number;
}

type Owner = Extract<LockHolder, { readonly kind: 'other' }>;

/** Milliseconds until an agent has said how it is. */
const LONGEST_START = 5 * 60_000;

/** By who has the lock, which no two processes have; where that is not to be seen, by what the manager says. */
function judge({ holder, manager, facts, standing, read, now }: Facts): Judged {
  switch (holder.kind) {
    case 'other':
      return judgeByHealth(holder, read, now);
    case 'free': {
      if (standing.isRunning === true)
        return {
          answer: 'unknown',
          since: null,
          why: withoutLock(manager.name, facts.state),
          pid: standing.pid,
        };
      const judged = read.kind === 'ok' ? healthStanding(read.health, now, () => false) : null;
      return { answer: 'not-running', since: judged?.since ?? null, why: endOf(judged, standing), pid: null };
    }
    case 'refused':
      return judgeByManager(holder.message, manager, standing);
  }
}

function judgeByHealth({ pid, since }: Owner, read: ReadHealth, now: number): Judged {
  switch (read.kind) {
    case 'ok': {
      const judged = healthStanding(read.health, now, () => true);
      if (judged.kind !== 'hanging') return { answer: 'running', since, why: null, pid };
      return { answer: 'hanging', since: judged.since, why: 'it gives no sign of life', pid };
    }
    case 'absent': {
      if (now - Date.parse(since) < LONGEST_START)
        return { answer: 'running', since, why: 'it has just started', pid };
      return { answer: 'hanging', since, why: 'it has given no sign of life yet', pid };
    }
    case 'refused':
      return { answer: 'unknown', since, why: read.message, pid };
  }
}

function judgeByManager(message: string, manager: ServiceManager, standing: Standing): Judged {
  if (standing.isRunning === null) return { answer: 'unknown', since: null, why: message, pid: null };
  if (!standing.isRunning)
    return { answer: 'not-running', since: null, why: `${manager.name} does not run it`, pid: null };
  const why = `${manager.name} runs it, but how it is can only be told by root: ${message}`;
  return { answer: 'unknown', since: null, why, pid: standing.pid };
}

function withoutLock(name: string, state: string): string {
  return `${name} runs it, but no agent has taken ${state}: it is starting, or was started with other settings`;
}

function endOf(judged: HealthStanding | null, { failedWith }: Standing): string | null {
  if (failedWith !== null) return `it ended with status ${failedWith}`;
  if (judged === null) return null;
  return judged.kind === 'stopped' ? 'it was asked to end' : 'it ended without having been asked to';
}

function installed(found: Found, manager: ServiceManager, facts: UnitFacts): ServiceStatus['installed'] {
  switch (found.kind) {
    case 'absent':
      return 'no';
    case 'own':
      return manager.isCurrent(found, facts) ? 'yes' : 'differs';
    case 'other':
    case 'unknown':
      return found.kind;
  }
}
