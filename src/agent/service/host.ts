import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { nodeClock } from '../../platform/clock.ts';
import { type Environment, environmentOf, variable } from '../../platform/environment.ts';
import { nodeCommands } from '../../platform/node-commands.ts';
import { ownPaths } from '../../platform/own-program.ts';
import type { Commands } from '../../platform/processes.ts';
import type { Platform } from '../../vocabulary.ts';

/** The machine that the agent is installed on. */
export interface ServiceHost {
  readonly platform: Platform;
  readonly environment: Environment;
  /** What starts this program, as absolute paths of the machine. */
  readonly program: readonly string[];
  /** The number of the user who runs this; null where users have none. */
  readonly user: number | null;
  readonly commands: Commands;
  /** Folders in which the programs of the system are, in this order. Nothing is looked up in `PATH`. */
  readonly programFolders: readonly string[];
  readonly clock: Clock;
  /** Where a path of the machine is for this process. */
  at(path: string): string;
}

/** The machine that this program runs on. */
export function nodeServiceHost(platform: Platform): ServiceHost {
  const environment = environmentOf(process.env, platform !== 'windows');
  return {
    platform,
    environment,
    program: ownPaths(),
    user: process.geteuid?.() ?? null,
    commands: nodeCommands(),
    programFolders:
      platform === 'windows'
        ? [`${variable(environment, 'SYSTEMROOT') ?? 'C:\\Windows'}\\System32`]
        : ['/usr/bin', '/bin', '/usr/sbin', '/sbin'],
    clock: nodeClock(),
    at: (path) => path,
  };
}

/** The absolute path of a program of the system, for this process; null where it is not there. */
export function systemProgram(host: ServiceHost, name: string): string | null {
  const file = host.platform === 'windows' ? `${name}.exe` : name;
  return host.programFolders.map((folder) => join(folder, file)).find((path) => existsSync(path)) ?? null;
}
