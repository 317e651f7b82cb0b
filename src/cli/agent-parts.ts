import { hostname } from 'node:os';
import { type OwnLog, openOwnLog } from '../agent/own-log.ts';
import { childReporter } from '../agent/reporting/reporter.ts';
import { cronSchedule } from '../agent/reporting/schedule.ts';
import { Resident, type ResidentOptions } from '../agent/resident.ts';
import type { AgentSettings } from '../agent/settings/settings.ts';
import { watchFolders } from '../platform/changes.ts';
import { nodeAlarmClock } from '../platform/clock.ts';
import { ownCommand } from '../platform/own-program.ts';
import { FollowedFiles } from '../sources/followed.ts';
import type { AgentSettingsFlags } from './agent-settings.ts';
import { liveTree } from './evidence.ts';
import { rulesFor } from './rule-files.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export interface AgentFlags extends AgentSettingsFlags {
  /** A folder that stands for the root of the machine: nothing is delivered of it. */
  readonly root?: string;
}

/** What an agent works with. Whatever may be wrong with its settings has been found when there is one. */
export interface Prepared extends Pick<ResidentOptions, 'live' | 'schedule' | 'reporter'> {
  readonly settings: AgentSettings;
  /** Nothing is written to it yet. */
  readonly log: OwnLog;
}

/**
 * Prepares what the settings ask for; nothing of it has begun.
 *
 * @throws UsageError where it cannot be had
 */
export async function prepare(settings: AgentSettings, flags: AgentFlags): Promise<Prepared> {
  const tree = liveTree(flags.root === undefined ? {} : { root: flags.root });
  const rules = await rulesFor({ ...flags, rules: settings.rules });
  const { schedule } = settings.report;
  return {
    settings,
    live: { ...tree, rules, clock: Date.now },
    schedule: schedule === null ? null : await cronSchedule(schedule),
    reporter: reporterOf(settings, flags),
    log: await openLog(
      settings,
      new FollowedFiles(tree).places().logs.map(({ path }) => path),
    ),
  };
}

/** The agent, before it begins. */
export function residentOf(prepared: Prepared, onFailure: (error: unknown) => void): Resident {
  return new Resident({
    ...prepared,
    watchFolders,
    clock: nodeAlarmClock(),
    version: VERSION.version,
    pid: process.pid,
    node: hostname(),
    onFailure,
  });
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
