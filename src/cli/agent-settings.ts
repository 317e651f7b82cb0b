import { childEnvironment } from '../agent/reporting/child-environment.ts';
import { type AgentPlaces, agentPlaces } from '../agent/settings/places.ts';
import type { AgentSettings } from '../agent/settings/settings.ts';
import type { LoadedSettings } from '../agent/settings/settings-file.ts';
import { runChild } from '../platform/child.ts';
import { ownCommand } from '../platform/own-program.ts';
import { toJson } from '../reporters/json.ts';
import { livePlatform } from './live-platform.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface AgentSettingsFlags {
  readonly settings?: string;
}

/**
 * `agent settings`: prints what the settings come to.
 *
 * @throws UsageError with all that is wrong with them
 */
export async function runAgentSettings(flags: AgentSettingsFlags, terminal: Terminal): Promise<void> {
  // What reads them is large.
  const { loadSettings } = await import('../agent/settings/settings-file.ts');
  terminal.write(toJson(usable(() => loadSettings(flags.settings ?? null, machinePlaces()))));
}

/** Milliseconds; it takes a fraction of a second. */
const LONGEST = 60_000;
const MOST_OUTPUT = 1024 * 1024;

/**
 * The settings, read by a child: what reading them needs is several times what the agent needs beside its work, and
 * would stay with it.
 *
 * @throws UsageError with all that is wrong with them
 */
export async function settingsByChild(
  flags: AgentSettingsFlags,
  signal: AbortSignal,
): Promise<AgentSettings> {
  const command = ownCommand();
  const given = flags.settings === undefined ? [] : [`--settings=${flags.settings}`];
  const child = await runChild(
    {
      program: command.program,
      args: [...command.args, 'agent', 'settings', ...given],
      environment: childEnvironment(process.env),
      longest: LONGEST,
      mostOutput: MOST_OUTPUT,
      mostErrors: MOST_OUTPUT,
    },
    signal,
  );
  signal.throwIfAborted();
  if (child.end.kind === 'exited' && child.end.status === 0)
    return (JSON.parse(child.output) as LoadedSettings).settings;
  const told = child.errors
    .replace(/^ssm-doctor: /, '')
    .replace(/ \(see ssm-doctor --help\)\s*$/, '')
    .trim();
  throw new UsageError(told === '' ? 'the settings could not be read; run ssm-doctor agent settings' : told);
}

/** Where this machine has what the agent needs. */
export function machinePlaces(): AgentPlaces {
  return agentPlaces(livePlatform(), process.env);
}

/** By its code: what reads the settings is a bundle of its own, with another class of that name. */
function usable<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'settings')
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
