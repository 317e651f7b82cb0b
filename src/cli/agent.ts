import { join } from 'node:path';
import { type Lock, takeLock } from '../agent/lock.ts';
import { LOCK_FILE } from '../agent/service/state-files.ts';
import type { AgentSettings } from '../agent/settings/settings.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { listenToSignals, type Orders } from './agent-orders.ts';
import { type AgentFlags, type Prepared, prepare, residentOf } from './agent-parts.ts';
import { settingsByChild } from './agent-settings.ts';
import { keepHeapSmall } from './small-heap.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export type { AgentFlags } from './agent-parts.ts';

/**
 * `agent`: stays until it is told to end. SIGHUP lets it begin anew with its settings as they are then.
 *
 * @throws UsageError where the settings are wrong, or another agent runs
 */
export async function runAgent(flags: AgentFlags, terminal: Terminal): Promise<ExitStatus> {
  const orders = listenToSignals();
  try {
    const settings = await settingsByChild(flags, orders.ended);
    const lock = lockOf(settings);
    try {
      let next: Prepared | null = await prepare(settings, flags);
      while (next !== null) next = await serve(next, flags, orders, terminal);
    } finally {
      lock.release();
    }
    return EXIT_STATUS.nothingActive;
  } catch (error) {
    if (orders.ended.aborted) return EXIT_STATUS.nothingActive;
    throw error;
  } finally {
    orders.forget();
  }
}

/** Works until it is to end, which gives null, or to begin anew, with what is prepared for that. */
async function serve(
  prepared: Prepared,
  flags: AgentFlags,
  orders: Orders,
  terminal: Terminal,
): Promise<Prepared | null> {
  const { log, settings } = prepared;
  const { promise: failure, reject } = Promise.withResolvers<never>();
  // A fault may come when another is told already.
  failure.catch(() => undefined);
  const resident = residentOf(prepared, reject);
  keepHeapSmall();
  try {
    resident.start();
    const next = await Promise.race([nextOf(settings, flags, orders, tell), failure]);
    await resident.stop(next === null ? 'end' : 'reload');
    return next;
  } catch (error) {
    log.error('ended by a fault of its own', { error: error instanceof Error ? error.stack : String(error) });
    await resident.stop('fault');
    throw error;
  } finally {
    await log.close();
  }

  function tell(message: string): void {
    terminal.warn(message);
    log.warn(message);
  }
}

/** What to begin anew with, as soon as that is asked for and possible; null once it is to end. */
async function nextOf(
  before: AgentSettings,
  flags: AgentFlags,
  orders: Orders,
  tell: (message: string) => void,
): Promise<Prepared | null> {
  while ((await orders.next()) === 'reload') {
    try {
      const settings = await settingsByChild(flags, orders.ended);
      if (settings.state !== before.state)
        throw new UsageError(
          `state: expected ${before.state}, which holds the lock, found ${settings.state}; restart the agent to change it`,
        );
      return await prepare(settings, flags);
    } catch (error) {
      if (orders.ended.aborted) return null;
      if (!(error instanceof UsageError)) throw error;
      tell(`the settings stay as they were: ${error.message}`);
    }
  }
  return null;
}

function lockOf({ state }: AgentSettings): Extract<Lock, { kind: 'held' }> {
  const lock = takeLock(join(state, LOCK_FILE));
  if (lock.kind === 'held') return lock;
  if (lock.kind === 'refused') throw new UsageError(`the agent cannot run: ${lock.message}`);
  throw new UsageError(
    `an agent runs already, process ${lock.pid} since ${lock.since}; see ssm-doctor agent status`,
  );
}
