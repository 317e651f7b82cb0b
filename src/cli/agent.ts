import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Lock, takeLock } from '../agent/lock.ts';
import { type OwnLog, openOwnLog } from '../agent/own-log.ts';
import { childReporter } from '../agent/reporting/reporter.ts';
import { cronSchedule } from '../agent/reporting/schedule.ts';
import { Resident } from '../agent/resident.ts';
import { LOCK_FILE } from '../agent/service/state-files.ts';
import type { AgentSettings } from '../agent/settings/settings.ts';
import { watchFolders } from '../platform/changes.ts';
import { nodeAlarmClock } from '../platform/clock.ts';
import { ownCommand } from '../platform/own-program.ts';
import { EXIT_STATUS, type ExitStatus } from '../report/exit-status.ts';
import { FollowedFiles } from '../sources/followed.ts';
import { type AgentSettingsFlags, settingsByChild } from './agent-settings.ts';
import { liveTree } from './evidence.ts';
import { rulesFor } from './rule-files.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export interface AgentFlags extends AgentSettingsFlags {
  /** A folder that stands for the root of the machine: nothing is delivered of it. */
  readonly root?: string;
}

/**
 * `agent`: stays until it is told to end. SIGHUP lets it begin anew with its settings as they are then.
 *
 * @throws UsageError where the settings are wrong, or another agent runs
 */
export async function runAgent(flags: AgentFlags, terminal: Terminal): Promise<ExitStatus> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  for (const name of ENDING) process.on(name, end);
  try {
    let settings = await settingsByChild(flags, ended.signal);
    const lock = lockOf(settings);
    try {
      while ((await serve(settings, flags, ended.signal)) === 'reload')
        settings = await reloaded(flags, settings, ended.signal, terminal);
    } finally {
      lock.release();
    }
    return EXIT_STATUS.nothingActive;
  } catch (error) {
    if (ended.signal.aborted) return EXIT_STATUS.nothingActive;
    throw error;
  } finally {
    for (const name of ENDING) process.off(name, end);
  }
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;
const RELOAD = 'SIGHUP';

/** Works until it is to end, or to begin anew. */
async function serve(
  settings: AgentSettings,
  flags: AgentFlags,
  ended: AbortSignal,
): Promise<'end' | 'reload'> {
  const tree = liveTree({ ...(flags.root === undefined ? {} : { root: flags.root }) });
  const rules = await rulesFor({ ...flags, rules: settings.rules });
  const log = await openLog(
    settings,
    new FollowedFiles(tree).places().logs.map(({ path }) => path),
  );
  const { promise: failure, reject } = Promise.withResolvers<never>();
  const resident = new Resident({
    settings,
    live: { ...tree, rules, clock: Date.now },
    watchFolders,
    reporter: reporterOf(settings, flags),
    schedule: settings.report.schedule === null ? null : await cronSchedule(settings.report.schedule),
    log,
    clock: nodeAlarmClock(),
    version: VERSION.version,
    pid: process.pid,
    node: hostname(),
    onFailure: reject,
  });
  const told = toldOnce(ended);
  try {
    resident.start();
    const why = await Promise.race([told.why, failure]);
    await resident.stop(why);
    return why;
  } catch (error) {
    log.error('ended by a fault of its own', { error: error instanceof Error ? error.stack : String(error) });
    throw error;
  } finally {
    told.forget();
    await log.close();
  }
}

/** What the agent is told first: to end, or to begin anew. */
function toldOnce(ended: AbortSignal): { readonly why: Promise<'end' | 'reload'>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<'end' | 'reload'>();
  const end = (): void => resolve('end');
  const reload = (): void => resolve('reload');
  if (ended.aborted) end();
  ended.addEventListener('abort', end);
  process.on(RELOAD, reload);
  return {
    why: promise,
    forget: () => {
      ended.removeEventListener('abort', end);
      process.off(RELOAD, reload);
    },
  };
}

/** New settings that cannot be used leave the agent with those it has. */
async function reloaded(
  flags: AgentFlags,
  before: AgentSettings,
  ended: AbortSignal,
  terminal: Terminal,
): Promise<AgentSettings> {
  try {
    const settings = await settingsByChild(flags, ended);
    if (settings.state === before.state) return settings;
    terminal.warn(
      'state: expected the folder as before, which holds the lock; restart the agent to change it',
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.warn(`the settings stay as they were: ${error.message}`);
  }
  return before;
}

function lockOf({ state }: AgentSettings): Extract<Lock, { kind: 'held' }> {
  const lock = takeLock(join(state, LOCK_FILE));
  if (lock.kind === 'held') return lock;
  if (lock.kind === 'refused') throw new UsageError(`the agent cannot run: ${lock.message}`);
  throw new UsageError(
    `an agent runs already, process ${lock.pid} since ${lock.since}; see ssm-doctor agent status`,
  );
}

function reporterOf(
  { report, state, rules }: AgentSettings,
  { root }: AgentFlags,
): ReturnType<typeof childReporter> | null {
  if (report.to.length === 0 || root !== undefined) return null;
  const { to, deadline, since, minSeverity, type } = report;
  return childReporter({
    command: ownCommand(),
    environment: process.env,
    order: () => ({ to, deadline, since, minSeverity, type, state, rules }),
  });
}

async function openLog({ log }: AgentSettings, apartFrom: readonly string[]): Promise<OwnLog> {
  try {
    return await openOwnLog({ ...log, apartFrom });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'log-place')
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
